package org.tokenquarry.jobs.report.chart;

import java.util.OptionalDouble;

/**
 * How one score is distributed over the tokens.
 *
 * @param name name of the score
 * @param unit unit of the axis: probability, nats, …
 * @param meaning one sentence that explains the score
 * @param histogram the counts
 * @param threshold tokens strictly below it pass; it is an edge of the histogram. Empty if no
 *     threshold applies to the score
 */
public record Distribution(
    String name, String unit, String meaning, Histogram histogram, OptionalDouble threshold) {

  /**
   * Counts samples so that the threshold falls between two bins.
   *
   * @param samples one score for each token; NaN if it was not measured
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
