package org.tokenquarry.image;

import java.io.IOException;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;

/** Reads an image with an ImageIO reader, after checking what the reader says about the header. */
final class CheckedRead {

  /** Cyan, magenta, yellow, black and alpha. */
  private static final int MOST_BANDS = 5;

  private CheckedRead() {}

  /** Checks everything that determines how much memory is needed, then reads the first image. */
  static RgbImage first(ImageReader reader, ImageLimits limits)
      throws IOException, UnreadableImageException {
    limits.checkSize(reader.getWidth(0), reader.getHeight(0));
    long tile = (long) reader.getTileWidth(0) * reader.getTileHeight(0);
    if (tile > limits.maxPixels()) {
      throw new UnreadableImageException(
          Reason.TOO_MANY_PIXELS,
          "The header says %d pixels per tile, over %d.".formatted(tile, limits.maxPixels()));
    }
    ImageTypeSpecifier type = reader.getImageTypes(0).next();
    if (type.getNumBands() > MOST_BANDS) {
      throw new UnreadableImageException(
          Reason.UNSUPPORTED_FORMAT,
          "The image has %d samples per pixel.".formatted(type.getNumBands()));
    }
    return RasterConversion.rgb(reader.read(0));
  }
}
