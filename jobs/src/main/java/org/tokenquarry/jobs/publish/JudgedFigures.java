package org.tokenquarry.jobs.publish;

import static org.apache.spark.sql.functions.col;

import java.util.List;
import java.util.OptionalDouble;
import org.apache.spark.sql.Row;
import org.tokenquarry.jobs.table.CodebookVersion;
import org.tokenquarry.jobs.table.EvaluatedSet;
import org.tokenquarry.jobs.table.EvaluatedSets;

/**
 * The figures that a version is judged by.
 *
 * @param version its number
 * @param set the questions, all of one file together
 * @param figures from large to small budgets
 */
record JudgedFigures(long version, EvaluatedSet set, List<Figure> figures) {

  /** Budgets are written as 0.05 and as 5 %. */
  private static final double SAME_BUDGET = 1e-9;

  /**
   * One of them.
   *
   * @param pruner whose it is
   * @param keep share of the visual tokens kept
   * @param metric what it is
   * @param value the figure
   * @param low lower end of its 95 % interval
   * @param high upper end
   */
  record Figure(String pruner, double keep, String metric, double value, double low, double high) {}

  static JudgedFigures of(CodebookVersion version, EvaluatedSet set, EvaluatedSets sets) {
    List<Figure> figures =
        sets
            .together(version.version(), set)
            .sort(col("keep").desc(), col("pruner"), col("metric"))
            .collectAsList()
            .stream()
            .map(JudgedFigures::figure)
            .toList();
    return new JudgedFigures(version.version(), set, figures);
  }

  private static Figure figure(Row row) {
    return new Figure(
        row.getAs("pruner"),
        row.<Double>getAs("keep"),
        row.getAs("metric"),
        row.<Double>getAs("value"),
        row.<Double>getAs("low"),
        row.<Double>getAs("high"));
  }

  /** The figures of one metric of a pruner, from large to small budgets. */
  List<Figure> of(String pruner, String metric) {
    return figures.stream()
        .filter(figure -> figure.pruner().equals(pruner) && figure.metric().equals(metric))
        .toList();
  }

  /** One figure, if it exists. */
  OptionalDouble value(String pruner, String metric, double keep) {
    return of(pruner, metric).stream()
        .filter(figure -> Math.abs(figure.keep() - keep) < SAME_BUDGET)
        .mapToDouble(Figure::value)
        .findFirst();
  }
}
