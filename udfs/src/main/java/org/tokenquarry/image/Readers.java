package org.tokenquarry.image;

import com.twelvemonkeys.imageio.plugins.bmp.BMPImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;

/**
 * The ImageIO reader of each format: the same one in every JVM, whatever other plugins are on the
 * class path.
 *
 * <p>Readers of JPEG, TIFF, WebP and BMP are from TwelveMonkeys; those of PNG and GIF are from the
 * JDK.
 */
enum Readers {
  JPEG(JPEGImageReaderSpi.class),
  TIFF(TIFFImageReaderSpi.class),
  WEBP(WebPImageReaderSpi.class),
  BMP(BMPImageReaderSpi.class),
  PNG(jdk("png")),
  GIF(jdk("gif"));

  private final ImageReaderSpi provider;

  Readers(Class<? extends ImageReaderSpi> provider) {
    this(Plugins.REGISTRY.getServiceProviderByClass(provider));
  }

  Readers(ImageReaderSpi provider) {
    this.provider = provider;
  }

  /** Reads content with a reader of this format; closes the stream and the reader. */
  <T> T read(byte[] content, Use<T> use) throws IOException, UnreadableImageException {
    ImageReader reader = provider.createReaderInstance();
    try (ImageInputStream stream = new ByteArrayImageInputStream(content)) {
      reader.setInput(stream, true, true);
      return use.of(reader);
    } finally {
      reader.dispose();
    }
  }

  /** What is done with a reader. */
  interface Use<T> {
    T of(ImageReader reader) throws IOException, UnreadableImageException;
  }

  private static ImageReaderSpi jdk(String format) {
    Iterator<ImageReaderSpi> providers =
        Plugins.REGISTRY.getServiceProviders(
            ImageReaderSpi.class,
            spi ->
                spi.getClass().getModule() == ImageIO.class.getModule()
                    && ((ImageReaderSpi) spi).getFormatNames()[0].equalsIgnoreCase(format),
            true);
    return providers.next();
  }

  /** The registry with TwelveMonkeys in it. */
  private static final class Plugins {

    static final IIORegistry REGISTRY = scanned();

    /** Registered here because the context class loader of a Spark task may not see our jars. */
    private static IIORegistry scanned() {
      Thread thread = Thread.currentThread();
      ClassLoader context = thread.getContextClassLoader();
      thread.setContextClassLoader(Readers.class.getClassLoader());
      try {
        // Readers open streams of their own inside a file, for example for JPEG in TIFF.
        ImageIO.setUseCache(false);
        ImageIO.scanForPlugins();
      } finally {
        thread.setContextClassLoader(context);
      }
      return IIORegistry.getDefaultInstance();
    }
  }
}
