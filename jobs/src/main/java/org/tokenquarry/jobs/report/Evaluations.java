package org.tokenquarry.jobs.report;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tokenquarry.jobs.report.page.Evaluation;
import org.tokenquarry.jobs.table.FigureNames;
import org.tokenquarry.task.AskQuestions;

/** The table {@code evaluations} as the page shows it. */
final class Evaluations {

  private Evaluations() {}

  /** A pruner at a budget. */
  private record Key(String pruner, double keep) {}

  /** The figures of one set of questions, by pruner and budget, then by metric. */
  private record Figures(Map<Key, Map<String, Row>> rows) {

    Optional<Row> row(Key key, String metric) {
      return Optional.ofNullable(rows.getOrDefault(key, Map.of()).get(metric));
    }

    OptionalDouble value(Key key, String metric) {
      return row(key, metric)
          .map(row -> OptionalDouble.of(row.<Double>getAs("value")))
          .orElse(OptionalDouble.empty());
    }
  }

  private static final Comparator<String> ALL_FIRST =
      Comparator.comparing((String set) -> !FigureNames.bareName(set).equals(FigureNames.ALL))
          .thenComparing(Comparator.naturalOrder());

  private static final Key UNPRUNED = new Key(AskQuestions.UNPRUNED, 1);

  /**
   * One evaluation for each set of questions, the set of all questions first.
   *
   * @param figures rows of one codebook version on one file of questions
   */
  static List<Evaluation> of(Dataset<Row> figures) {
    return of(
        figures
            .filter(
                col("metric")
                    .isin(
                        FigureNames.ACCURACY,
                        FigureNames.IMAGES,
                        FigureNames.FIDELITY_JSD,
                        FigureNames.FIDELITY_TOP1,
                        FigureNames.FLOPS_SAVED))
            .collectAsList());
  }

  /** The same, of rows in any order, each with a metric that the page shows. */
  static List<Evaluation> of(List<Row> figures) {
    Map<String, List<Row>> sets = new TreeMap<>(ALL_FIRST);
    for (Row row : figures) {
      sets.computeIfAbsent(row.getAs("question_set"), set -> new ArrayList<>()).add(row);
    }
    return sets.entrySet().stream().map(set -> evaluation(set.getKey(), set.getValue())).toList();
  }

  /** What a set of questions is called on the page. */
  static String shown(String questionSet) {
    String name = FigureNames.bareName(questionSet);
    return name.equals(FigureNames.ALL) ? "all questions" : "set “" + name + "”";
  }

  private static Evaluation evaluation(String set, List<Row> rows) {
    Figures figures = new Figures(new HashMap<>());
    for (Row row : rows) {
      figures
          .rows()
          .computeIfAbsent(new Key(row.getAs("pruner"), row.getAs("keep")), k -> new HashMap<>())
          .put(row.getAs("metric"), row);
    }
    boolean scored = figures.value(UNPRUNED, FigureNames.ACCURACY).isPresent();
    String metric = scored ? FigureNames.ACCURACY : FigureNames.FIDELITY_TOP1;
    double unpruned = figures.value(UNPRUNED, metric).orElse(Double.NaN);
    Map<String, List<Evaluation.Point>> series = new TreeMap<>();
    for (Key key : figures.rows().keySet()) {
      if (!key.pruner().equals(AskQuestions.UNPRUNED)) {
        figures
            .row(key, metric)
            .map(row -> point(figures, key, row, unpruned))
            .ifPresent(p -> series.computeIfAbsent(key.pruner(), x -> new ArrayList<>()).add(p));
      }
    }
    return new Evaluation(
        shown(set),
        scored ? Evaluation.ACCURACY : Evaluation.AGREEMENT,
        figures.row(UNPRUNED, metric).map(row -> row.<Long>getAs("samples")).orElse(0L),
        (long) figures.value(UNPRUNED, FigureNames.IMAGES).orElse(0),
        unpruned,
        series.entrySet().stream()
            .map(entry -> new Evaluation.Series(entry.getKey(), entry.getValue()))
            .toList());
  }

  private static Evaluation.Point point(Figures figures, Key key, Row row, double unpruned) {
    double value = row.<Double>getAs("value");
    return new Evaluation.Point(
        key.keep(),
        value,
        value / unpruned,
        OptionalDouble.of(row.<Double>getAs("low")),
        OptionalDouble.of(row.<Double>getAs("high")),
        new Evaluation.Detail(
            figures.value(key, FigureNames.FIDELITY_JSD),
            figures.value(key, FigureNames.FIDELITY_TOP1),
            figures.value(key, FigureNames.FLOPS_SAVED)));
  }
}
