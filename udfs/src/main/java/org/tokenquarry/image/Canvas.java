package org.tokenquarry.image;

import java.util.Arrays;

/** Makes images, cuts parts out of images and copies images into others. */
public final class Canvas {

  private static final int CHANNELS = RgbImage.CHANNELS;

  private Canvas() {}

  /** An image of one colour; each channel is 0 to 255. */
  public static RgbImage filled(int width, int height, int red, int green, int blue) {
    byte[] rgb = new byte[Math.multiplyExact(Math.multiplyExact(width, height), CHANNELS)];
    for (int i = 0; i < rgb.length; i += CHANNELS) {
      rgb[i] = (byte) red;
      rgb[i + 1] = (byte) green;
      rgb[i + 2] = (byte) blue;
    }
    return new RgbImage(width, height, rgb);
  }

  /** A copy of {@code count} whole rows. */
  public static RgbImage rows(RgbImage image, int first, int count) {
    int stride = image.width() * CHANNELS;
    byte[] rgb = Arrays.copyOfRange(image.rgb(), first * stride, (first + count) * stride);
    return new RgbImage(image.width(), count, rgb);
  }

  /** A copy of a square, which must lie inside the image; sizes and positions in pixels. */
  public static RgbImage cut(RgbImage image, int left, int top, int side) {
    byte[] rgb = new byte[side * side * CHANNELS];
    for (int y = 0; y < side; y++) {
      int from = ((top + y) * image.width() + left) * CHANNELS;
      System.arraycopy(image.rgb(), from, rgb, y * side * CHANNELS, side * CHANNELS);
    }
    return new RgbImage(side, side, rgb);
  }

  /**
   * Copies {@code image} into {@code background}, in place. It must lie inside. Returns {@code
   * background}.
   */
  public static RgbImage paste(RgbImage background, RgbImage image, int left, int top) {
    int stride = image.width() * CHANNELS;
    for (int y = 0; y < image.height(); y++) {
      int target = ((top + y) * background.width() + left) * CHANNELS;
      System.arraycopy(image.rgb(), y * stride, background.rgb(), target, stride);
    }
    return background;
  }
}
