package org.tokenquarry.image;

import java.nio.ByteBuffer;

/**
 * The EXIF orientation: how a stored image must be turned to stand upright.
 *
 * <p>Each constant maps a position in the upright image to one in the stored image.
 */
enum Orientation {
  UPRIGHT((x, y, w, h) -> y * w + x),
  MIRRORED((x, y, w, h) -> y * w + (w - 1 - x)),
  UPSIDE_DOWN((x, y, w, h) -> (h - 1 - y) * w + (w - 1 - x)),
  FLIPPED((x, y, w, h) -> (h - 1 - y) * w + x),
  TRANSPOSED((x, y, w, h) -> x * w + y),
  TURN_RIGHT((x, y, w, h) -> (h - 1 - x) * w + y),
  TRANSVERSED((x, y, w, h) -> (h - 1 - x) * w + (w - 1 - y)),
  TURN_LEFT((x, y, w, h) -> x * w + (w - 1 - y));

  private static final int TAG = 0x0112;

  private final Source source;

  Orientation(Source source) {
    this.source = source;
  }

  /**
   * The index of the stored pixel that is shown at (x, y); w and h are width and height of the
   * stored image.
   */
  private interface Source {
    int index(int x, int y, int w, int h);
  }

  /**
   * Finds the tag in the first directory of an EXIF block (a TIFF structure).
   *
   * @return upright if the tag is missing, broken or out of range
   */
  static Orientation of(ByteBuffer exif) {
    int value = new TiffDirectory(exif).value(TAG).orElse(1);
    return value >= 1 && value <= values().length ? values()[value - 1] : UPRIGHT;
  }

  /** The upright image. */
  RgbImage applied(RgbImage stored) {
    if (this == UPRIGHT) {
      return stored;
    }
    boolean swapped = compareTo(TRANSPOSED) >= 0;
    int width = swapped ? stored.height() : stored.width();
    int height = swapped ? stored.width() : stored.height();
    byte[] from = stored.rgb();
    byte[] rgb = new byte[from.length];
    int out = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int in = source.index(x, y, stored.width(), stored.height()) * RgbImage.CHANNELS;
        rgb[out++] = from[in];
        rgb[out++] = from[in + 1];
        rgb[out++] = from[in + 2];
      }
    }
    return new RgbImage(width, height, rgb);
  }
}
