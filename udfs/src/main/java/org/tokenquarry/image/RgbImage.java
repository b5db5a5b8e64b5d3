package org.tokenquarry.image;

/**
 * An image with 8 bits a channel.
 *
 * @param width in pixels, at least 1
 * @param height in pixels, at least 1
 * @param rgb {@code [height, width, 3] uint8}, row by row from the top left; not copied, do not
 *     modify
 */
public record RgbImage(int width, int height, byte[] rgb) {

  /** Bytes per pixel. */
  public static final int CHANNELS = 3;

  /**
   * Checks that sides and bytes agree.
   *
   * @throws IllegalArgumentException if they do not
   */
  public RgbImage {
    if (width < 1 || height < 1 || rgb.length != (long) width * height * CHANNELS) {
      throw new IllegalArgumentException(
          rgb.length + " bytes are not an RGB image of " + width + "x" + height);
    }
  }

  /** One channel of one pixel, 0 to 255; channels are red, green, blue. */
  public int at(int x, int y, int channel) {
    return rgb[(y * width + x) * CHANNELS + channel] & 0xff;
  }
}
