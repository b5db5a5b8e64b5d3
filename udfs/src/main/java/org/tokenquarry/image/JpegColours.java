package org.tokenquarry.image;

/**
 * The colour spaces of JPEG, and how their samples become RGB.
 *
 * <p>YCbCr uses libjpeg's 16-bit fixed-point arithmetic (jdcolor.c). CMYK is read as Adobe writes
 * it, inverted. Ink is multiplied with black without a profile, as in Pillow.
 */
enum JpegColours {
  GREY(1),
  RGB(3),
  YCBCR(3),
  CMYK(4),
  YCCK(4);

  private static final int BITS = 16;
  private static final int HALF = 1 << (BITS - 1);
  private static final int CR_TO_RED = fixed(1.40200);
  private static final int CB_TO_BLUE = fixed(1.77200);
  private static final int CR_TO_GREEN = fixed(0.71414);
  private static final int CB_TO_GREEN = fixed(0.34414);

  private final int samples;

  JpegColours(int samples) {
    this.samples = samples;
  }

  private static int fixed(double value) {
    return (int) (value * (1 << BITS) + 0.5);
  }

  /** How many samples a pixel has. */
  int samples() {
    return samples;
  }

  /**
   * Converts pixels.
   *
   * @param row {@code count * samples()} bytes
   * @param rgb receives {@code 3 * count} bytes
   * @param out the index in {@code rgb} to write to
   */
  void convert(byte[] row, int count, byte[] rgb, int out) {
    for (int in = 0, to = out; in < count * samples; in += samples, to += RgbImage.CHANNELS) {
      switch (this) {
        case GREY -> put(rgb, to, row[in], row[in], row[in]);
        case RGB -> put(rgb, to, row[in], row[in + 1], row[in + 2]);
        case YCBCR -> fromLuma(row, in, rgb, to);
        case CMYK -> {
          put(rgb, to, row[in], row[in + 1], row[in + 2]);
          underBlack(rgb, to, row[in + 3] & 0xff);
        }
        case YCCK -> {
          fromLuma(row, in, rgb, to);
          invert(rgb, to);
          underBlack(rgb, to, row[in + 3] & 0xff);
        }
      }
    }
  }

  private static void put(byte[] rgb, int to, byte red, byte green, byte blue) {
    rgb[to] = red;
    rgb[to + 1] = green;
    rgb[to + 2] = blue;
  }

  private static void fromLuma(byte[] row, int in, byte[] rgb, int to) {
    int y = row[in] & 0xff;
    int cb = (row[in + 1] & 0xff) - 128;
    int cr = (row[in + 2] & 0xff) - 128;
    rgb[to] = clipped(y + ((CR_TO_RED * cr + HALF) >> BITS));
    rgb[to + 1] = clipped(y + ((-CB_TO_GREEN * cb - CR_TO_GREEN * cr + HALF) >> BITS));
    rgb[to + 2] = clipped(y + ((CB_TO_BLUE * cb + HALF) >> BITS));
  }

  private static byte clipped(int value) {
    return (byte) Math.max(0, Math.min(255, value));
  }

  private static void invert(byte[] rgb, int to) {
    for (int c = 0; c < RgbImage.CHANNELS; c++) {
      rgb[to + c] = (byte) ~rgb[to + c];
    }
  }

  /** Darkens inverted inks by inverted black. */
  private static void underBlack(byte[] rgb, int to, int white) {
    for (int c = 0; c < RgbImage.CHANNELS; c++) {
      rgb[to + c] = RasterConversion.inked(255 - (rgb[to + c] & 0xff), white);
    }
  }
}
