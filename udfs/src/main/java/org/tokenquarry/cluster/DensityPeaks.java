package org.tokenquarry.cluster;

import java.util.Comparator;
import java.util.stream.IntStream;

/** The formulas of density peaks clustering that need no distances. */
final class DensityPeaks {

  private DensityPeaks() {}

  /**
   * Rho of a point.
   *
   * @param nearest mean squares to its k nearest points, ascending
   */
  static double density(double[] nearest) {
    double sum = 0;
    for (double square : nearest) {
      sum += square;
    }
    return Math.exp(-sum / nearest.length);
  }

  /** The points with the largest {@code rho * delta}, of equal ones the first. */
  static int[] centres(double[] density, double[] delta, int clusters) {
    return IntStream.range(0, density.length)
        .boxed()
        .sorted(
            Comparator.<Integer>comparingDouble(i -> -(density[i] * delta[i]))
                .thenComparing(Comparator.naturalOrder()))
        .limit(clusters)
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
