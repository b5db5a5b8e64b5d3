package org.tokenquarry.jobs.compose;

import java.util.List;
import java.util.Locale;
import org.tokenquarry.jobs.job.Summary;

/**
 * What exact clustering costs, or how near approximations come to it.
 *
 * @param slots tasks at the same time
 * @param peak float32 operations a second of matrix products, all slots together; null where
 *     approximations are compared
 * @param rows one for each size; none where approximations are compared
 * @param slope of the time against the number of points, log against log, over the sizes with the
 *     width of the last one; null for fewer than two
 * @param approximations one for each size of the approximations
 */
public record BenchClusterSummary(
    int slots,
    Double peak,
    List<Measured> rows,
    Double slope,
    List<Approximations.Size> approximations)
    implements Summary {

  /** Copies the lists. */
  public BenchClusterSummary {
    rows = List.copyOf(rows);
    approximations = List.copyOf(approximations);
  }

  /**
   * One size.
   *
   * @param points N
   * @param dim D
   * @param seconds of the clustering, without the writing of its input
   * @param referenceSeconds of the kernel in double, on the common pool; null where it did not run
   * @param decidedInDouble share of the compared pairs that were also computed in double
   * @param peakFraction operations of the products over what the peak allows in this time
   * @param residentBytes the largest resident memory meanwhile; -1 where the system does not tell
   * @param same whether both gave the same bits; null where there is one only
   */
  public record Measured(
      int points,
      int dim,
      double seconds,
      Double referenceSeconds,
      double decidedInDouble,
      double peakFraction,
      long residentBytes,
      Boolean same) {}

  /** The slope over the sizes with the width of the last one. */
  static Double slope(List<Measured> rows) {
    int dim = rows.get(rows.size() - 1).dim();
    List<Measured> same = rows.stream().filter(row -> row.dim() == dim).toList();
    double meanX = same.stream().mapToDouble(BenchClusterSummary::x).average().orElseThrow();
    double meanY = same.stream().mapToDouble(BenchClusterSummary::y).average().orElseThrow();
    double up = same.stream().mapToDouble(row -> (x(row) - meanX) * (y(row) - meanY)).sum();
    double across = same.stream().mapToDouble(row -> Math.pow(x(row) - meanX, 2)).sum();
    return across == 0 ? null : up / across;
  }

  private static double x(Measured row) {
    return Math.log(row.points());
  }

  private static double y(Measured row) {
    return Math.log(row.seconds());
  }

  @Override
  public String text() {
    return approximations.isEmpty() ? exact() : approximate();
  }

  private String approximate() {
    StringBuilder text = new StringBuilder();
    line(text, "%d slots", slots);
    line(
        text,
        "%8s %6s %-12s %6s %7s %9s %17s %13s %9s",
        "points",
        "dim",
        "method",
        "cells",
        "pairs",
        "seconds",
        "equal prototypes",
        "same cluster",
        "distance");
    for (Approximations.Size size : approximations) {
      for (Approximations.Method method : size.methods()) {
        line(
            text,
            "%8d %6d %-12s %6s %7s %9.1f %16.1f%% %12.1f%% %9.4f",
            size.points(),
            size.dim(),
            method.name(),
            method.cells() == null ? "-" : method.cells().toString(),
            method.pairs() == null ? "-" : String.format(Locale.ROOT, "%.3f", method.pairs()),
            method.seconds(),
            100 * method.equalPrototypes(),
            100 * method.sameCluster(),
            method.distance());
      }
    }
    return text.toString().stripTrailing();
  }

  private String exact() {
    StringBuilder text = new StringBuilder();
    line(text, "%d slots, matrix products at %.1f GFLOP/s together", slots, peak / 1e9);
    line(
        text,
        "%8s %6s %9s %11s %8s %10s %8s %12s %5s",
        "points",
        "dim",
        "seconds",
        "in double s",
        "ratio",
        "decided",
        "of peak",
        "resident MB",
        "same");
    for (Measured row : rows) {
      Double reference = row.referenceSeconds();
      line(
          text,
          "%8d %6d %9.1f %11s %8s %9.4f%% %7.1f%% %12.0f %5s",
          row.points(),
          row.dim(),
          row.seconds(),
          reference == null ? "-" : String.format(Locale.ROOT, "%.1f", reference),
          reference == null ? "-" : String.format(Locale.ROOT, "%.1fx", reference / row.seconds()),
          100 * row.decidedInDouble(),
          100 * row.peakFraction(),
          row.residentBytes() / 1e6,
          row.same() == null ? "-" : row.same() ? "yes" : "NO");
    }
    if (slope != null) {
      line(text, "Slope of time against points, log on log: %.2f", slope);
    }
    return text.toString().stripTrailing();
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
