package org.tokenquarry.image;

import org.tokenquarry.image.Preprocessing.Resample;

/**
 * Pillow's antialiased resampling of 8-bit images, bit for bit.
 *
 * <p>There are two passes: the width is resized first, and the result is rounded to 8 bits before
 * the height is resized. The kernel is Keys' cubic with a = -0.5 or Lanczos' windowed sinc of three
 * lobes, widened by the scale factor when shrinking; weights are normalised, then rounded to 22
 * fractional bits (Pillow, {@code Resample.c}).
 */
public final class PillowResize {

  private static final int CHANNELS = RgbImage.CHANNELS;
  private static final int FRACTION_BITS = 22;
  private static final double A = -0.5;
  private static final int LOBES = 3;

  private final Resample filter;

  /** Makes a resampler. */
  public PillowResize(Resample filter) {
    this.filter = filter;
  }

  /**
   * Resizes to an exact size; the ratio of the sides is not kept.
   *
   * @param width at least 1
   * @param height at least 1
   */
  public RgbImage resize(RgbImage image, int width, int height) {
    RgbImage narrowed = width == image.width() ? image : horizontally(image, width);
    return height == image.height() ? narrowed : vertically(narrowed, height);
  }

  private RgbImage horizontally(RgbImage image, int width) {
    Weights weights = weights(image.width(), width);
    byte[] source = image.rgb();
    byte[] target = new byte[Math.multiplyExact(width * CHANNELS, image.height())];
    for (int y = 0; y < image.height(); y++) {
      int row = y * image.width() * CHANNELS;
      int out = y * width * CHANNELS;
      for (int x = 0; x < width; x++) {
        int[] taps = weights.taps[x];
        int first = row + weights.first[x] * CHANNELS;
        for (int c = 0; c < CHANNELS; c++) {
          target[out++] = weighted(source, first + c, CHANNELS, taps);
        }
      }
    }
    return new RgbImage(width, image.height(), target);
  }

  private RgbImage vertically(RgbImage image, int height) {
    Weights weights = weights(image.height(), height);
    int stride = image.width() * CHANNELS;
    byte[] target = new byte[Math.multiplyExact(stride, height)];
    for (int y = 0; y < height; y++) {
      int[] taps = weights.taps[y];
      int first = weights.first[y] * stride;
      for (int i = 0; i < stride; i++) {
        target[y * stride + i] = weighted(image.rgb(), first + i, stride, taps);
      }
    }
    return new RgbImage(image.width(), height, target);
  }

  private static byte weighted(byte[] source, int first, int step, int[] taps) {
    int sum = 1 << (FRACTION_BITS - 1);
    for (int k = 0, i = first; k < taps.length; k++, i += step) {
      sum += (source[i] & 0xff) * taps[k];
    }
    return (byte) Math.max(0, Math.min(255, sum >> FRACTION_BITS));
  }

  /** For each output position the first input position and the weights from there on. */
  private record Weights(int[] first, int[][] taps) {}

  private Weights weights(int inputs, int outputs) {
    double scale = (double) inputs / outputs;
    double widening = Math.max(scale, 1);
    double support = support() * widening;
    int[] first = new int[outputs];
    int[][] taps = new int[outputs][];
    for (int i = 0; i < outputs; i++) {
      double centre = (i + 0.5) * scale;
      first[i] = Math.max(0, (int) (centre - support + 0.5));
      int end = Math.min(inputs, (int) (centre + support + 0.5));
      taps[i] = taps(first[i] - centre + 0.5, end - first[i], 1 / widening);
    }
    return new Weights(first, taps);
  }

  private int[] taps(double offset, int count, double density) {
    double[] exact = new double[count];
    double sum = 0;
    for (int k = 0; k < count; k++) {
      exact[k] = kernel((k + offset) * density);
      sum += exact[k];
    }
    int[] taps = new int[count];
    for (int k = 0; k < count; k++) {
      double scaled = exact[k] / sum * (1 << FRACTION_BITS);
      taps[k] = (int) (scaled < 0 ? scaled - 0.5 : scaled + 0.5);
    }
    return taps;
  }

  private double support() {
    return switch (filter) {
      case BICUBIC -> 2;
      case LANCZOS -> LOBES;
    };
  }

  private double kernel(double position) {
    return switch (filter) {
      case BICUBIC -> cubic(Math.abs(position));
      case LANCZOS -> Math.abs(position) < LOBES ? sinc(position) * sinc(position / LOBES) : 0;
    };
  }

  private static double cubic(double x) {
    if (x < 1) {
      return ((A + 2) * x - (A + 3)) * x * x + 1;
    }
    return x < 2 ? (((x - 5) * x + 8) * x - 4) * A : 0;
  }

  private static double sinc(double x) {
    return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
  }
}
