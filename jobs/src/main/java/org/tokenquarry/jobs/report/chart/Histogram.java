package org.tokenquarry.jobs.report.chart;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * Counts of a score in bins of equal width along its axis. Bins are half-open, {@code [edge i, edge
 * i+1)}.
 *
 * @param scale scale of the axis
 * @param edges ascending, one more than there are bins; empty if there are no bins
 * @param counts one count for each bin
 * @param zeros number of samples of zero or less, which have no place on a logarithmic axis; 0 on a
 *     linear axis
 * @param missing number of samples that were not measured
 */
public record Histogram(AxisScale scale, double[] edges, long[] counts, long zeros, long missing) {

  private static final int BINS = 36;

  /**
   * Checks the edges.
   *
   * @throws IllegalArgumentException if they do not fit the counts
   */
  public Histogram {
    if (counts.length > 0 && edges.length != counts.length + 1) {
      throw new IllegalArgumentException(
          counts.length + " bins need " + (counts.length + 1) + " edges, not " + edges.length);
    }
  }

  /**
   * Counts samples.
   *
   * @param samples NaN if not measured
   * @param edge a value that must be an edge, if there is one; positive on a logarithmic axis
   */
  public static Histogram of(double[] samples, AxisScale scale, OptionalDouble edge) {
    long missing = Arrays.stream(samples).filter(Double::isNaN).count();
    double[] held =
        Arrays.stream(samples)
            .filter(v -> scale == AxisScale.LOG ? v > 0 : !Double.isNaN(v))
            .toArray();
    long zeros = samples.length - missing - held.length;
    if (held.length == 0) {
      return new Histogram(scale, new double[0], new long[0], zeros, missing);
    }
    double[] edges = edges(held, scale, edge);
    long[] counts = new long[edges.length - 1];
    for (double v : held) {
      counts[bin(edges, v)]++;
    }
    return new Histogram(scale, edges, counts, zeros, missing);
  }

  private static double[] edges(double[] held, AxisScale scale, OptionalDouble edge) {
    double anchor = edge.orElse(Arrays.stream(held).min().getAsDouble());
    double low = scale.position(Math.min(anchor, Arrays.stream(held).min().getAsDouble()));
    double high = scale.position(Math.max(anchor, Arrays.stream(held).max().getAsDouble()));
    double width = high > low ? (high - low) / BINS : 1.0 / BINS;
    double origin = scale.position(anchor);
    int below = (int) Math.ceil((origin - low) / width - 1e-9);
    int above = Math.max((int) Math.floor((high - origin) / width + 1e-9) + 1, 1);
    double[] edges = new double[below + above + 1];
    for (int i = 0; i < edges.length; i++) {
      // The anchor itself and not its rounded position: samples are compared with it strictly.
      edges[i] = i == below ? anchor : scale.value(origin + (i - below) * width);
    }
    return edges;
  }

  private static int bin(double[] edges, double value) {
    int found = Arrays.binarySearch(edges, value);
    int bin = found >= 0 ? found : -found - 2;
    return Math.max(0, Math.min(bin, edges.length - 2));
  }

  /** Number of samples that were measured. */
  public long measured() {
    return zeros + Arrays.stream(counts).sum();
  }

  /** Number of samples in bins that end at an edge or before it. */
  public long below(double edge) {
    long below = edge > 0 ? zeros : 0;
    for (int i = 0; i < counts.length && edges[i + 1] <= edge; i++) {
      below += counts[i];
    }
    return below;
  }
}
