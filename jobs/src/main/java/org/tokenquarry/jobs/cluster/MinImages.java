package org.tokenquarry.jobs.cluster;

import java.util.Locale;

/**
 * How many distinct images a cluster must exceed, as a number or as a share of the mined images.
 *
 * @param value a number of images, or a share in [0, 1)
 * @param relative whether {@code value} is a share
 */
public record MinImages(double value, boolean relative) {

  /** A fixed number of images. */
  public static MinImages of(int images) {
    return new MinImages(images, false);
  }

  /** A share of the mined images. */
  public static MinImages share(double share) {
    return new MinImages(share, true);
  }

  /** The number for this many mined images, rounded down. */
  public int of(long images) {
    return (int) (relative ? Math.floor(value * images) : value);
  }

  @Override
  public String toString() {
    return relative
        ? String.format(Locale.ROOT, "%s %% of the images", value * 100)
        : String.format(Locale.ROOT, "%d images", (int) value);
  }
}
