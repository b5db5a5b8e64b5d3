package org.tokenquarry.jobs.report.page;

import java.util.OptionalDouble;

/**
 * How one score is spread over the tokens.
 *
 * @param name of the score
 * @param unit of the axis: probability, nats, …
 * @param meaning one sentence
 * @param histogram the counts
 * @param threshold tokens strictly below it pass; an edge of the histogram
 */
public record Distribution(
    String name, String unit, String meaning, Histogram histogram, OptionalDouble threshold) {

  /**
   * Counts samples so that the threshold falls between two bins.
   *
   * @param samples one a token; NaN where the stage was not reached
   */
  public static Distribution of(
      String name,
      String unit,
      String meaning,
      double[] samples,
      AxisScale scale,
      OptionalDouble threshold) {
    return new Distribution(
        name, unit, meaning, Histogram.of(samples, scale, threshold), threshold);
  }

  /** The share of the measured tokens that lie strictly below the threshold, in [0, 1]. */
  public OptionalDouble shareBelow() {
    return threshold.isEmpty() || histogram.measured() == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(
            (double) histogram.below(threshold.getAsDouble()) / histogram.measured());
  }
}
