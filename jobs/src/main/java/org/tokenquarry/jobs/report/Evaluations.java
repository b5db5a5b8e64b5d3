package org.tokenquarry.jobs.report;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tokenquarry.jobs.report.page.Evaluation;
import org.tokenquarry.jobs.table.FigureNames;
import org.tokenquarry.sql.AskQuestions;

/** The table {@code evaluations} as the page shows it. */
final class Evaluations {

  private Evaluations() {}

  /**
   * One evaluation for each set of questions, the set of all questions first.
   *
   * @param figures rows of one codebook version
   */
  static List<Evaluation> of(Dataset<Row> figures) {
    Map<String, List<Row>> sets = new TreeMap<>();
    for (Row row :
        figures
            .filter(col("metric").isin(FigureNames.ACCURACY, FigureNames.IMAGES))
            .sort("question_set", "pruner", "keep")
            .collectAsList()) {
      sets.computeIfAbsent(row.getAs("question_set"), set -> new ArrayList<>()).add(row);
    }
    return sets.entrySet().stream().map(set -> evaluation(set.getKey(), set.getValue())).toList();
  }

  private static Evaluation evaluation(String set, List<Row> rows) {
    double unpruned = unpruned(rows, FigureNames.ACCURACY);
    Map<String, List<Evaluation.Point>> series = new TreeMap<>();
    for (Row row : rows) {
      if (!row.getAs("pruner").equals(AskQuestions.UNPRUNED)) {
        double accuracy = row.<Double>getAs("value");
        series
            .computeIfAbsent(row.getAs("pruner"), pruner -> new ArrayList<>())
            .add(
                new Evaluation.Point(
                    row.<Double>getAs("keep"),
                    accuracy,
                    accuracy / unpruned,
                    OptionalDouble.of(row.<Double>getAs("low")),
                    OptionalDouble.of(row.<Double>getAs("high"))));
      }
    }
    long questions = rows.get(0).<Long>getAs("samples");
    return new Evaluation(
        FigureNames.bareName(set),
        questions,
        (long) unpruned(rows, FigureNames.IMAGES),
        unpruned,
        series.entrySet().stream()
            .map(entry -> new Evaluation.Series(entry.getKey(), entry.getValue()))
            .toList());
  }

  private static double unpruned(List<Row> rows, String metric) {
    return rows.stream()
        .filter(
            row ->
                row.getAs("pruner").equals(AskQuestions.UNPRUNED)
                    && row.getAs("metric").equals(metric))
        .mapToDouble(row -> row.<Double>getAs("value"))
        .findFirst()
        .orElse(Double.NaN);
  }
}
