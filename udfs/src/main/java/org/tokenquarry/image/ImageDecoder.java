package org.tokenquarry.image;

import java.io.EOFException;
import java.io.IOException;
import java.util.Locale;

/**
 * Decodes image files from sources that are not trusted.
 *
 * <p>The header is checked against the limits before memory for pixels is allocated. Nothing is
 * written to disk. Whatever a reader throws becomes an {@link UnreadableImageException}. The same
 * bytes always give the same pixels or the same reason. Immutable, may be shared by threads.
 *
 * <p>It reads JPEG (baseline, extended and progressive; grey, YCbCr, RGB, CMYK, YCCK), PNG, GIF and
 * WebP (first frame), TIFF (first page, up to 32 bits and float) and BMP. Alpha is dropped; the
 * colour stored with it is kept. Of samples with more than 8 bits the upper 8 bits are kept. Floats
 * are clipped to 0 to 1 and scaled to 0 to 255. (Pillow clips 16-bit grey at 255 and takes floats
 * as 0 to 255, which makes ordinary files white or black.)
 *
 * <p>The pixels are those of Pillow bit for bit, with three exceptions: these two, and lossy WebP.
 * There TwelveMonkeys 3.13 predicts from pixels that were already deblocked, so values differ by 1
 * to 5 of 255 on average, and more in images that are larger or more compressed.
 *
 * <p>Two kinds of damage are not detected: a JPEG with an end marker whose first flaw is harmless
 * (libjpeg reports only the first), and damaged pixels that still decode.
 */
public final class ImageDecoder {

  private final ImageLimits limits;

  /** Makes a decoder. This costs nothing. */
  public ImageDecoder(ImageLimits limits) {
    this.limits = limits;
  }

  /**
   * Decodes a file's first image, upright.
   *
   * @param content the whole file; not modified
   * @throws UnreadableImageException if there is no complete image within the limits
   */
  public DecodedImage decode(byte[] content) throws UnreadableImageException {
    limits.checkLength(content.length);
    ImageFormat format = ImageFormat.of(content).orElseThrow(ImageDecoder::notAnImage);
    String name = format.name().toLowerCase(Locale.ROOT);
    Codec codec = format.codec().orElseThrow(() -> unsupported(name));
    try {
      return new DecodedImage(name, codec.decode(content, limits));
    } catch (IOException | RuntimeException | StackOverflowError e) {
      throw givenUp(name, e);
    }
  }

  private static UnreadableImageException notAnImage() {
    return new UnreadableImageException(
        Reason.NOT_AN_IMAGE, "The first bytes of the file are those of no known image format.");
  }

  private static UnreadableImageException unsupported(String name) {
    return new UnreadableImageException(
        Reason.UNSUPPORTED_FORMAT,
        "The file is %s, a format that is not supported.".formatted(name.replace('_', '-')));
  }

  private static UnreadableImageException givenUp(String name, Throwable failure) {
    boolean ended = false;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      ended |= cause instanceof EOFException;
    }
    return ended
        ? new UnreadableImageException(
            Reason.TRUNCATED, "The %s file ends before its pixels do.".formatted(name), failure)
        : new UnreadableImageException(
            Reason.CORRUPT,
            "The %s file cannot be decoded (%s).".formatted(name, firstLine(failure)),
            failure);
  }

  private static String firstLine(Throwable failure) {
    String message = failure.getMessage();
    return message == null
        ? failure.getClass().getSimpleName()
        : message.lines().findFirst().orElse("").strip();
  }
}
