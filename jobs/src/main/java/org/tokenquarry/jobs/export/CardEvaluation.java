package org.tokenquarry.jobs.export;

import static org.apache.spark.sql.functions.col;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tokenquarry.jobs.table.CodebookVersion;
import org.tokenquarry.jobs.table.EvaluatedSet;
import org.tokenquarry.jobs.table.EvaluatedSets;
import org.tokenquarry.jobs.table.MetricNames;
import org.tokenquarry.jobs.table.Warehouse;
import org.tokenquarry.task.ChosenPruners;

/**
 * The metrics of a version on held-out questions, as its card lists them: those of the largest file
 * of questions, by the rule of {@link EvaluatedSets}.
 *
 * @param questionSet name and beginning of its digest, as in {@code evaluations}
 * @param images that these questions are about
 * @param questions how many have answers
 * @param unpruned accuracy with all visual tokens, 0 to 1
 * @param accuracies of the pruners that use the codebook, by name, then from large to small keep
 *     ratios
 */
record CardEvaluation(
    String questionSet, long images, long questions, double unpruned, List<Accuracy> accuracies) {

  /**
   * The accuracy of a pruner at one keep ratio, with its 95 % interval.
   *
   * @param pruner its name
   * @param keep share of the visual tokens that was kept
   * @param accuracy mean score of the answers, 0 to 1
   * @param relative accuracy over the unpruned model's, 1 = equal; null where that is 0
   * @param low lower end
   * @param high upper end
   */
  record Accuracy(
      String pruner, double keep, double accuracy, Double relative, double low, double high) {}

  /** A pruner at one keep ratio. */
  private record Key(String pruner, double keep) {
    static Key of(Row row) {
      return new Key(row.getAs("pruner"), row.getAs("keep"));
    }
  }

  /** The evaluation of one version; empty where no accuracy was measured. */
  static Optional<CardEvaluation> of(Warehouse warehouse, CodebookVersion codebook) {
    EvaluatedSets sets = new EvaluatedSets(warehouse);
    return sets.of(codebook.version()).stream()
        .filter(EvaluatedSet::answered)
        .findFirst()
        .map(set -> of(set, rows(sets.together(codebook.version(), set))));
  }

  private static List<Row> rows(Dataset<Row> metrics) {
    return metrics
        .filter(col("metric").isin(MetricNames.ACCURACY, MetricNames.RELATIVE))
        .sort(col("pruner"), col("keep").desc())
        .collectAsList();
  }

  private static CardEvaluation of(EvaluatedSet set, List<Row> rows) {
    Map<Key, Double> relative =
        rows.stream()
            .filter(row -> metric(row).equals(MetricNames.RELATIVE))
            .collect(Collectors.toMap(Key::of, row -> row.<Double>getAs("value")));
    Function<Row, Accuracy> accuracy =
        row ->
            new Accuracy(
                row.getAs("pruner"),
                row.<Double>getAs("keep"),
                row.<Double>getAs("value"),
                relative.get(Key.of(row)),
                row.<Double>getAs("low"),
                row.<Double>getAs("high"));
    return new CardEvaluation(
        set.name(),
        set.images(),
        set.questions(),
        set.unpruned().orElseThrow(),
        rows.stream()
            .filter(row -> metric(row).equals(MetricNames.ACCURACY))
            .filter(row -> ChosenPruners.probesCodebook(row.getAs("pruner")))
            .map(accuracy)
            .toList());
  }

  private static String metric(Row row) {
    return row.getAs("metric");
  }
}
