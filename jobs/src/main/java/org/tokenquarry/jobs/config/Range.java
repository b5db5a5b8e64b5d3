package org.tokenquarry.jobs.config;

/**
 * Numbers that a setting may take.
 *
 * @param low the smallest number
 * @param high the largest number
 * @param edges whether the bounds themselves belong to it
 */
record Range(double low, double high, Edges edges) {

  /** Which bounds belong to a range. */
  enum Edges {
    BOTH,
    HIGH_ONLY
  }

  static final Range FRACTION = new Range(0, 1, Edges.BOTH);
  static final Range POSITIVE_FRACTION = new Range(0, 1, Edges.HIGH_ONLY);
  static final Range NOT_NEGATIVE = new Range(0, Double.MAX_VALUE, Edges.BOTH);
  static final Range POSITIVE = new Range(0, Double.MAX_VALUE, Edges.HIGH_ONLY);

  static Range atLeast(double low) {
    return new Range(low, Double.MAX_VALUE, Edges.BOTH);
  }

  boolean contains(double value) {
    return (edges == Edges.BOTH ? value >= low : value > low) && value <= high;
  }

  /** In words, such as {@code above 0 and at most 1}. */
  String words() {
    String from = (edges == Edges.BOTH ? "at least " : "above ") + plain(low);
    return high == Double.MAX_VALUE ? from : from + " and at most " + plain(high);
  }

  private static String plain(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
