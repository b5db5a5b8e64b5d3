package org.tokenquarry.image;

/**
 * The size of an image that keeps its shape, in whole tokens (Qwen-VL): {@code smart_resize} of its
 * image processor.
 *
 * @param height in pixels, a multiple of the token's side
 * @param width likewise
 */
record AreaResizing(int height, int width) {

  /**
   * Rounds both sides to whole tokens. Where that leaves too many or too few pixels, both sides are
   * scaled first, and then rounded down or up.
   *
   * @param cell side of a token in pixels
   * @param least fewest pixels
   * @param most most pixels
   */
  static AreaResizing of(int height, int width, int cell, int least, int most) {
    double area = (double) height * width;
    double rows = Math.rint((double) height / cell);
    double cols = Math.rint((double) width / cell);
    if (rows * cols * cell * cell > most) {
      double shrink = Math.sqrt(area / most);
      rows = Math.max(1, Math.floor(height / shrink / cell));
      cols = Math.max(1, Math.floor(width / shrink / cell));
    } else if (rows * cols * cell * cell < least) {
      double grow = Math.sqrt(least / area);
      rows = Math.ceil(height * grow / cell);
      cols = Math.ceil(width * grow / cell);
    }
    return new AreaResizing((int) (rows * cell), (int) (cols * cell));
  }
}
