package org.tokenquarry.proof;

/** Differences between numbers and their expected values. */
final class Difference {

  private Difference() {}

  /**
   * {@code |found - expected| / max(1, |expected|)}; infinite where either is NaN or only one is
   * infinite.
   */
  static double of(double found, double expected) {
    if (found == expected) {
      return 0;
    }
    double difference = Math.abs(found - expected) / Math.max(1, Math.abs(expected));
    return Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
  }

  /** The largest difference; infinite where the lengths differ. */
  static double largest(float[] found, float[] expected) {
    if (found.length != expected.length) {
      return Double.POSITIVE_INFINITY;
    }
    double largest = 0;
    for (int i = 0; i < found.length; i++) {
      largest = Math.max(largest, of(found[i], expected[i]));
    }
    return largest;
  }
}
