package org.tokenquarry.scene;

/**
 * A colour in units of 8-bit channels; values may be fractions.
 *
 * @param red in [0, 255]
 * @param green in [0, 255]
 * @param blue in [0, 255]
 */
public record Rgb(double red, double green, double blue) {

  /** The colour with {@code amount} added to each channel, clipped to [0, 255]. */
  public Rgb lighter(double amount) {
    return new Rgb(clip(red + amount), clip(green + amount), clip(blue + amount));
  }

  /** The mixture {@code (1 - share) * this + share * other}, {@code share} in [0, 1]. */
  public Rgb mix(Rgb other, double share) {
    return new Rgb(
        red + (other.red - red) * share,
        green + (other.green - green) * share,
        blue + (other.blue - blue) * share);
  }

  private static double clip(double channel) {
    return Math.min(255, Math.max(0, channel));
  }
}
