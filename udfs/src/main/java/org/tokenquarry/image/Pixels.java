package org.tokenquarry.image;

/**
 * An image as a vision encoder takes it.
 *
 * @param values {@code [3, height, width] float32}: channel by channel, row by row, normalised; do
 *     not modify
 * @param height in pixels
 * @param width in pixels
 */
public record Pixels(float[] values, int height, int width) {

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if there are more or fewer values
   */
  public Pixels {
    if (height < 1 || width < 1 || values.length != (long) RgbImage.CHANNELS * height * width) {
      throw new IllegalArgumentException(
          values.length + " values are no pixels of " + height + " x " + width);
    }
  }
}
