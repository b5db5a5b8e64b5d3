package org.tokenquarry.jobs.evaluate;

import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.tokenquarry.answer.Scoring;
import org.tokenquarry.error.UserException;
import org.tokenquarry.jobs.table.FigureNames;

/**
 * Questions about held-out images.
 *
 * @param digest of the lines of the file
 * @param byImage the questions about each image, by image id
 */
record QuestionSet(String digest, SortedMap<String, List<HeldOutQuestion>> byImage) {

  /**
   * One question.
   *
   * @param set the set of images it belongs to
   * @param text as the model is asked
   * @param answers those that count as right; none where only fidelity is measured
   * @param scoring how an answer is judged
   */
  record HeldOutQuestion(String set, String text, List<String> answers, Scoring scoring) {}

  /**
   * Reads a file, Parquet if its name ends so, else JSON Lines.
   *
   * @param scoring of questions that do not name theirs
   * @throws UserException if it does not exist, or a line is not a question
   */
  static QuestionSet read(SparkSession spark, String location, Scoring scoring) {
    return new QuestionReader(spark, location, scoring).read();
  }

  /** How many questions a set has. */
  long size(String set) {
    return ofSet(set).count();
  }

  /** How many images the questions of a set are about. */
  long images(String set) {
    return byImage.values().stream()
        .filter(
            asked ->
                set.equals(FigureNames.ALL) || asked.stream().anyMatch(q -> q.set().equals(set)))
        .count();
  }

  /** Rows of {@link org.tokenquarry.sql.AskQuestions#INPUT}. */
  List<Row> rows() {
    return byImage.entrySet().stream()
        .map(
            entry ->
                RowFactory.create(
                    entry.getKey(), entry.getValue().stream().map(QuestionSet::row).toArray()))
        .toList();
  }

  private static Row row(HeldOutQuestion question) {
    return RowFactory.create(
        question.set(), question.text(), question.answers().toArray(), question.scoring().code());
  }

  private Stream<HeldOutQuestion> ofSet(String set) {
    return byImage.values().stream()
        .flatMap(List::stream)
        .filter(question -> set.equals(FigureNames.ALL) || question.set().equals(set));
  }
}
