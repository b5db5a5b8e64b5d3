package org.tokenquarry.anyres;

/**
 * A size in pixels.
 *
 * @param height at least 1
 * @param width at least 1
 */
public record PixelSize(int height, int width) {

  /**
   * Checks both.
   *
   * @throws IllegalArgumentException if one is below 1
   */
  public PixelSize {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException("a size needs pixels, not " + height + "x" + width);
    }
  }

  /** How many pixels there are. */
  public long area() {
    return (long) height * width;
  }
}
