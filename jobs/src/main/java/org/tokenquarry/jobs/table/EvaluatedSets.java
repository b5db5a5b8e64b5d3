package org.tokenquarry.jobs.table;

import static org.apache.spark.sql.functions.col;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tokenquarry.task.AskQuestions;

/**
 * The table {@code evaluations}, by files of questions. A version may be evaluated on several
 * files. The metrics of all of them are kept; whoever needs one file takes the first of {@link
 * #of}.
 */
public final class EvaluatedSets {

  private final Warehouse warehouse;

  /** Looks at the table in {@code warehouse}. */
  public EvaluatedSets(Warehouse warehouse) {
    this.warehouse = warehouse;
  }

  /**
   * The files that a version was evaluated on. Files with answers come before files without; then
   * the file with most questions comes first, then the one with most images, then order by name.
   */
  public List<EvaluatedSet> of(long version) {
    Map<String, Map<String, Row>> sets = new TreeMap<>();
    for (Row row :
        warehouse
            .read(Tables.EVALUATIONS)
            .filter(
                col("version")
                    .equalTo(version)
                    .and(col("pruner").equalTo(AskQuestions.UNPRUNED))
                    .and(col("metric").isin(MetricNames.ACCURACY, MetricNames.IMAGES))
                    .and(
                        col("question_set")
                            .startsWith(MetricNames.questionSetPrefix(MetricNames.ALL))))
            .collectAsList()) {
      sets.computeIfAbsent(row.getAs("question_set"), set -> new TreeMap<>())
          .put(row.getAs("metric"), row);
    }
    return sets.entrySet().stream()
        .map(set -> set(set.getKey(), set.getValue()))
        .sorted(EvaluatedSet.LARGEST_FIRST)
        .toList();
  }

  /** The metrics of a version on one file of questions, together and by each set in it. */
  public Dataset<Row> metrics(long version, EvaluatedSet set) {
    return warehouse.read(Tables.EVALUATIONS).filter(ofFile(version, set.name()));
  }

  /** The metrics of a version on all questions of one file together. */
  public Dataset<Row> together(long version, EvaluatedSet set) {
    return metrics(version, set).filter(col("question_set").equalTo(set.name()));
  }

  /**
   * Replaces the metrics of a version on one file of questions, in one commit. Metrics on other
   * files stay. To do it twice has the same result as to do it once.
   *
   * @param questionSet name of any set of the file
   * @param metrics all on sets of this file
   */
  public void replace(long version, String questionSet, List<Evaluation> metrics, RunInfo run) {
    warehouse.replace(
        Tables.EVALUATIONS,
        ofFile(version, questionSet),
        warehouse.rows(Evaluation.COLUMNS, metrics),
        run);
  }

  private static String ofFile(long version, String questionSet) {
    return "version = %d AND endswith(question_set, '%s')"
        .formatted(version, MetricNames.digestSuffix(questionSet));
  }

  private static EvaluatedSet set(String name, Map<String, Row> metrics) {
    Row images = metrics.get(MetricNames.IMAGES);
    Row accuracy = metrics.get(MetricNames.ACCURACY);
    return new EvaluatedSet(
        name,
        images.<Long>getAs("samples"),
        images.<Double>getAs("value").longValue(),
        accuracy == null
            ? OptionalDouble.empty()
            : OptionalDouble.of(accuracy.<Double>getAs("value")));
  }
}
