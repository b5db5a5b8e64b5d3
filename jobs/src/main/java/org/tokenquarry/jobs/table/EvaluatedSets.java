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
 * The table {@code evaluations} by files of questions. A version may have been evaluated on
 * several; their figures stand side by side, and who needs one set alone takes the first.
 */
public final class EvaluatedSets {

  private final Warehouse warehouse;

  /** Looks at the table in {@code warehouse}. */
  public EvaluatedSets(Warehouse warehouse) {
    this.warehouse = warehouse;
  }

  /**
   * The sets that a version was evaluated on: those with accuracies before those without, the one
   * with most questions first, of equals the one with most images, then by name.
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
                    .and(col("metric").isin(FigureNames.ACCURACY, FigureNames.IMAGES))
                    .and(
                        col("question_set")
                            .startsWith(FigureNames.questionSetPrefix(FigureNames.ALL))))
            .collectAsList()) {
      sets.computeIfAbsent(row.getAs("question_set"), set -> new TreeMap<>())
          .put(row.getAs("metric"), row);
    }
    return sets.entrySet().stream()
        .map(set -> set(set.getKey(), set.getValue()))
        .sorted(EvaluatedSet.LARGEST_FIRST)
        .toList();
  }

  /** The figures of a version on one file of questions, with those of the sets in it. */
  public Dataset<Row> figures(long version, EvaluatedSet set) {
    return warehouse.read(Tables.EVALUATIONS).filter(ofFile(version, set.name()));
  }

  /** The figures of a version on all questions of one file together. */
  public Dataset<Row> together(long version, EvaluatedSet set) {
    return figures(version, set).filter(col("question_set").equalTo(set.name()));
  }

  /**
   * Replaces the figures of a version on one file of questions, in one commit. Those on other files
   * stay. Doing it twice is doing it once.
   *
   * @param questionSet name of any set of the file
   * @param figures all on sets of this file
   */
  public void replace(long version, String questionSet, Dataset<Row> figures, RunInfo run) {
    warehouse.replace(Tables.EVALUATIONS, ofFile(version, questionSet), figures, run);
  }

  private static String ofFile(long version, String questionSet) {
    return "version = %d AND endswith(question_set, '%s')"
        .formatted(version, FigureNames.digestSuffix(questionSet));
  }

  private static EvaluatedSet set(String name, Map<String, Row> figures) {
    Row images = figures.get(FigureNames.IMAGES);
    Row accuracy = figures.get(FigureNames.ACCURACY);
    return new EvaluatedSet(
        name,
        images.<Long>getAs("samples"),
        images.<Double>getAs("value").longValue(),
        accuracy == null
            ? OptionalDouble.empty()
            : OptionalDouble.of(accuracy.<Double>getAs("value")));
  }
}
