package org.tokenquarry.jobs.compose;

import java.util.List;
import java.util.Locale;
import org.tokenquarry.jobs.job.Summary;

/**
 * What exact clustering costs.
 *
 * @param slots tasks at the same time
 * @param peak float32 operations a second of matrix products, all slots together
 * @param rows one for each size
 * @param slope of the time against the number of points, log against log, over the sizes with the
 *     width of the last one; null for fewer than two
 */
public record BenchClusterSummary(int slots, double peak, List<Measured> rows, Double slope)
    implements Summary {

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
