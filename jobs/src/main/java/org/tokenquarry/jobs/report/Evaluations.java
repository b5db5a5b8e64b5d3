package org.tokenquarry.jobs.report;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tokenquarry.jobs.report.page.Evaluation;
import org.tokenquarry.jobs.table.MetricNames;
import org.tokenquarry.jobs.table.MetricValue;
import org.tokenquarry.jobs.table.Standing;
import org.tokenquarry.task.AskQuestions;

/** Arranges rows of the table {@code evaluations} for the page. */
final class Evaluations {

  private Evaluations() {}

  /** A pruner and the share of tokens that it keeps. */
  private record Key(String pruner, double keep) {}

  /** The rows of one set of questions, by pruner and share, then by metric. */
  private record SetRows(Map<Key, Map<String, Row>> rows) {

    static SetRows of(List<Row> rows) {
      Map<Key, Map<String, Row>> byKey = new HashMap<>();
      for (Row row : rows) {
        byKey
            .computeIfAbsent(new Key(row.getAs("pruner"), row.getAs("keep")), k -> new HashMap<>())
            .put(row.getAs("metric"), row);
      }
      return new SetRows(byKey);
    }

    Optional<Row> row(Key key, String metric) {
      return Optional.ofNullable(rows.getOrDefault(key, Map.of()).get(metric));
    }

    OptionalDouble value(Key key, String metric) {
      return row(key, metric)
          .map(row -> OptionalDouble.of(MetricValue.of(row).value()))
          .orElse(OptionalDouble.empty());
    }
  }

  private static final Comparator<String> ALL_FIRST =
      Comparator.comparing((String set) -> !MetricNames.bareName(set).equals(MetricNames.ALL))
          .thenComparing(Comparator.naturalOrder());

  private static final Key UNPRUNED = new Key(AskQuestions.UNPRUNED, 1);

  private static final String PREFILL = MetricNames.PREFILL_SECONDS;

  /**
   * One evaluation for each set of questions, the set of all questions first.
   *
   * @param metrics rows of one codebook version on one file of questions
   */
  static List<Evaluation> of(Dataset<Row> metrics) {
    return of(
        metrics
            .filter(
                col("metric")
                    .isin(
                        MetricNames.ACCURACY,
                        MetricNames.IMAGES,
                        MetricNames.COMPARISONS,
                        MetricNames.CHANGE,
                        MetricNames.FIDELITY_JSD,
                        MetricNames.FIDELITY_TOP1,
                        MetricNames.TOKENS,
                        MetricNames.PREFILL_SECONDS,
                        MetricNames.FLOPS_SAVED)
                    .or(col("metric").startsWith(MetricNames.correctedDifferenceTo(""))))
            .collectAsList());
  }

  /** The same, for rows in any order that hold only metrics that the page shows. */
  static List<Evaluation> of(List<Row> metrics) {
    Map<String, List<Row>> sets = new TreeMap<>(ALL_FIRST);
    for (Row row : metrics) {
      sets.computeIfAbsent(row.getAs("question_set"), set -> new ArrayList<>()).add(row);
    }
    return sets.entrySet().stream().map(set -> evaluation(set.getKey(), set.getValue())).toList();
  }

  /** The name of a set of questions on the page. */
  static String shown(String questionSet) {
    String name = MetricNames.bareName(questionSet);
    return name.equals(MetricNames.ALL) ? "all questions" : "set “" + name + "”";
  }

  private static Evaluation evaluation(String set, List<Row> rows) {
    SetRows metrics = SetRows.of(rows);
    boolean scored = metrics.value(UNPRUNED, MetricNames.ACCURACY).isPresent();
    String metric = scored ? MetricNames.ACCURACY : MetricNames.FIDELITY_TOP1;
    double unpruned = metrics.value(UNPRUNED, metric).orElse(Double.NaN);
    Map<String, List<Evaluation.Point>> series = new TreeMap<>();
    for (Key key : metrics.rows().keySet()) {
      if (!key.pruner().equals(AskQuestions.UNPRUNED)) {
        metrics
            .row(key, metric)
            .map(row -> point(metrics, key, row, unpruned))
            .ifPresent(p -> series.computeIfAbsent(key.pruner(), x -> new ArrayList<>()).add(p));
      }
    }
    return new Evaluation(
        shown(set),
        scored ? Evaluation.ACCURACY : Evaluation.AGREEMENT,
        metrics.row(UNPRUNED, metric).map(row -> row.<Long>getAs("samples")).orElse(0L),
        (long) metrics.value(UNPRUNED, MetricNames.IMAGES).orElse(0),
        unpruned,
        series.entrySet().stream()
            .map(entry -> new Evaluation.Series(entry.getKey(), entry.getValue()))
            .toList(),
        compared(metrics));
  }

  private static Evaluation.Compared compared(SetRows metrics) {
    String reference =
        metrics.rows().values().stream()
            .flatMap(point -> point.keySet().stream())
            .flatMap(metric -> MetricNames.referenceOf(metric).stream())
            .findFirst()
            .orElse("");
    OptionalDouble full = metrics.value(new Key(MetricNames.ANY_PRUNER, 1), PREFILL);
    SortedMap<Double, Double> saved = new TreeMap<>();
    for (Key key : metrics.rows().keySet()) {
      OptionalDouble seconds = metrics.value(key, PREFILL);
      if (full.isPresent() && seconds.isPresent() && key.keep() < 1) {
        saved.put(key.keep(), 1 - seconds.getAsDouble() / full.getAsDouble());
      }
    }
    return new Evaluation.Compared(
        reference, (long) metrics.value(UNPRUNED, MetricNames.COMPARISONS).orElse(0), saved);
  }

  private static Evaluation.Point point(SetRows metrics, Key key, Row row, double unpruned) {
    MetricValue accuracy = MetricValue.of(row);
    return new Evaluation.Point(
        key.keep(),
        accuracy.value(),
        accuracy.value() / unpruned,
        OptionalDouble.of(accuracy.low()),
        OptionalDouble.of(accuracy.high()),
        new Evaluation.Detail(
            metrics.value(key, MetricNames.FIDELITY_JSD),
            metrics.value(key, MetricNames.FIDELITY_TOP1),
            metrics.value(key, MetricNames.FLOPS_SAVED),
            metrics.value(key, MetricNames.TOKENS),
            difference(metrics.rows().get(key)),
            metrics.row(key, MetricNames.CHANGE).map(change -> of(MetricValue.of(change)))));
  }

  private static Optional<Evaluation.Difference> difference(Map<String, Row> metrics) {
    return metrics.entrySet().stream()
        .filter(metric -> MetricNames.referenceOf(metric.getKey()).isPresent())
        .map(metric -> MetricValue.of(metric.getValue()))
        .map(Evaluations::of)
        .findFirst();
  }

  private static Evaluation.Difference of(MetricValue value) {
    return new Evaluation.Difference(
        value.value(), value.low(), value.high(), Standing.of(value).words());
  }
}
