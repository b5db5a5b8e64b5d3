package org.tokenquarry.jobs.evaluate;

/**
 * One number with its 95 % interval, by bootstrap over images.
 *
 * @param value the number
 * @param low lower end
 * @param high upper end
 */
record Figure(double value, double low, double high) {

  /** A number that is no estimate. */
  static Figure exact(double value) {
    return new Figure(value, value, value);
  }
}
