package org.tokenquarry.image;

import org.tokenquarry.image.Preprocessing.FirstResize;

/**
 * Resizes an image before its whole view is made of it, as {@code SmolVLMImageProcessor} does: with
 * the same rounding, in float64.
 */
final class FirstResizing {

  private final PillowResize filter;

  FirstResizing(PillowResize filter) {
    this.filter = filter;
  }

  /** The image after one step. */
  RgbImage resized(RgbImage image, FirstResize step) {
    boolean wide = image.width() >= image.height();
    double ratio = (double) image.width() / image.height();
    int size = step.size();
    int longSide = Math.max(image.width(), image.height());
    int longer =
        switch (step.mode()) {
          case LONGEST_EDGE -> size;
          case MULTIPLE -> upTo(longSide, size);
        };
    int other = (int) (wide ? longer / ratio : longer * ratio);
    int shorter =
        switch (step.mode()) {
          case LONGEST_EDGE -> Math.max(1, upTo(other, 2));
          case MULTIPLE -> upTo(Math.max(1, other), size);
        };
    return wide ? filter.resize(image, longer, shorter) : filter.resize(image, shorter, longer);
  }

  /** The smallest multiple that is not below a length. */
  private static int upTo(int length, int multiple) {
    return Math.toIntExact((length + multiple - 1L) / multiple * multiple);
  }
}
