package org.tokenquarry.jobs.publish;

import static org.apache.spark.sql.functions.col;

import java.util.List;
import java.util.OptionalDouble;
import org.apache.spark.sql.Row;
import org.tokenquarry.jobs.table.CodebookVersion;
import org.tokenquarry.jobs.table.EvaluatedSet;
import org.tokenquarry.jobs.table.EvaluatedSets;
import org.tokenquarry.jobs.table.MetricValue;

/**
 * The metrics that a version is judged by.
 *
 * @param version its number
 * @param set the questions, all of one file together
 * @param metrics from large to small keep ratios
 */
record JudgedMetrics(long version, EvaluatedSet set, List<Metric> metrics) {

  /** Settings give a keep ratio as 0.05 or as 5 %, which may differ by a rounding error. */
  private static final double SAME_KEEP = 1e-9;

  /**
   * One of them.
   *
   * @param pruner name of the pruner
   * @param keep share of the visual tokens that is kept, (0, 1]
   * @param name of the metric
   * @param reached its value and interval
   */
  record Metric(String pruner, double keep, String name, MetricValue reached) {}

  /** Reads the metrics of a version on all questions of one file. */
  static JudgedMetrics of(CodebookVersion version, EvaluatedSet set, EvaluatedSets sets) {
    List<Metric> metrics =
        sets
            .together(version.version(), set)
            .sort(col("keep").desc(), col("pruner"), col("metric"))
            .collectAsList()
            .stream()
            .map(JudgedMetrics::metric)
            .toList();
    return new JudgedMetrics(version.version(), set, metrics);
  }

  private static Metric metric(Row row) {
    return new Metric(
        row.getAs("pruner"), row.<Double>getAs("keep"), row.getAs("metric"), MetricValue.of(row));
  }

  /** One metric of a pruner at all keep ratios, from large to small. */
  List<Metric> of(String pruner, String name) {
    return metrics.stream()
        .filter(metric -> metric.pruner().equals(pruner) && metric.name().equals(name))
        .toList();
  }

  /** The value of a metric at one keep ratio; empty if it was not measured. */
  OptionalDouble value(String pruner, String name, double keep) {
    return of(pruner, name).stream()
        .filter(metric -> Math.abs(metric.keep() - keep) < SAME_KEEP)
        .mapToDouble(metric -> metric.reached().value())
        .findFirst();
  }
}
