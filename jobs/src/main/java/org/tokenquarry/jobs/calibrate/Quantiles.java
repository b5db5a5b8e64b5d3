package org.tokenquarry.jobs.calibrate;

import java.util.List;
import java.util.stream.DoubleStream;

/** Quantiles of scores. */
final class Quantiles {

  private Quantiles() {}

  /** The smallest value that at least this share of the values does not exceed. */
  static double of(double[] values, double share) {
    double[] sorted = DoubleStream.of(values).sorted().toArray();
    int rank = (int) Math.ceil(share * sorted.length);
    return sorted[Math.max(0, rank - 1)];
  }

  /** Several of them; equal ones once. */
  static double[] of(double[] values, List<Double> shares) {
    return shares.stream().mapToDouble(share -> of(values, share)).distinct().toArray();
  }
}
