package org.tokenquarry.image;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import javax.imageio.IIOException;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageInputStream;

/**
 * Reads the first frame of a GIF, placed on its canvas.
 *
 * <p>The canvas is as large as the logical screen, or larger if the frame reaches beyond it. Pixels
 * outside the frame get the transparent colour of the palette, or its first colour if none is
 * transparent, as in Pillow.
 */
final class GifCodec implements Codec {

  private static final String METADATA = "javax_imageio_gif_image_1.0";
  private static final int SCREEN = 6;

  @Override
  public RgbImage decode(byte[] content, ImageLimits limits)
      throws UnreadableImageException, IOException {
    if (content.length < SCREEN + 4) {
      throw new UnreadableImageException(Reason.TRUNCATED, "The gif file ends in its header.");
    }
    return Readers.GIF.read(content, reader -> onCanvas(reader, content, limits));
  }

  private static RgbImage onCanvas(ImageReader reader, byte[] content, ImageLimits limits)
      throws UnreadableImageException, IOException {
    IIOMetadataNode root = (IIOMetadataNode) reader.getImageMetadata(0).getAsTree(METADATA);
    IIOMetadataNode frame = (IIOMetadataNode) root.getElementsByTagName("ImageDescriptor").item(0);
    int left = Integer.parseInt(frame.getAttribute("imageLeftPosition"));
    int top = Integer.parseInt(frame.getAttribute("imageTopPosition"));
    ByteBuffer screen = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    int width = Math.max(Bytes.u16(screen, SCREEN), left + reader.getWidth(0));
    int height = Math.max(Bytes.u16(screen, SCREEN + 2), top + reader.getHeight(0));
    limits.checkSize(reader.getWidth(0), reader.getHeight(0));
    limits.checkSize(width, height);
    BufferedImage image = complete(reader);
    RgbImage pixels = RasterConversion.rgb(image);
    return pixels.width() == width && pixels.height() == height
        ? pixels
        : Canvas.paste(background(image, width, height), pixels, left, top);
  }

  /** Reads all rows. The reader does not fail when the data end early, so its rows are counted. */
  private static BufferedImage complete(ImageReader reader)
      throws IOException, UnreadableImageException {
    RowCount rows = new RowCount();
    reader.addIIOReadUpdateListener(rows);
    BufferedImage image = read(reader);
    if (rows.count() < image.getHeight()) {
      throw new UnreadableImageException(
          Reason.TRUNCATED,
          "The gif file ends after %d of %d rows.".formatted(rows.count(), image.getHeight()));
    }
    return image;
  }

  private static BufferedImage read(ImageReader reader)
      throws IOException, UnreadableImageException {
    try {
      return reader.read(0);
    } catch (IIOException e) {
      // The reader takes the end of the file for a block of length -1.
      if (((ImageInputStream) reader.getInput()).read() < 0) {
        throw new UnreadableImageException(
            Reason.TRUNCATED, "The gif file ends before its pixels do.", e);
      }
      throw e;
    }
  }

  private static RgbImage background(BufferedImage image, int width, int height) {
    IndexColorModel palette = (IndexColorModel) image.getColorModel();
    int colour = palette.getRGB(Math.max(0, palette.getTransparentPixel()));
    return Canvas.filled(width, height, colour >> 16, colour >> 8, colour);
  }
}
