package org.tokenquarry.jobs.evaluate;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.tokenquarry.jobs.question.QuestionSet;
import org.tokenquarry.jobs.table.FigureNames;
import org.tokenquarry.sql.AskQuestions;

/** Figures as rows of the table {@code evaluations}. */
final class EvaluationTable {

  private final long version;
  private final QuestionSet questions;
  private final List<Row> rows = new ArrayList<>();

  EvaluationTable(long version, QuestionSet questions) {
    this.version = version;
    this.questions = questions;
  }

  /** Adds the figures of one set, and how many images they rest on. */
  void add(String set, List<PrunerFigures> figures) {
    add(
        set,
        AskQuestions.UNPRUNED,
        1,
        FigureNames.IMAGES,
        Figure.exact((double) questions.images(set)));
    for (PrunerFigures each : figures) {
      each.figures()
          .forEach((metric, figure) -> add(set, each.pruner(), each.keep(), metric, figure));
    }
  }

  /** Adds times, which rest on the experiments' prompt and not on questions. */
  void add(List<TimedPrompt> prompts) {
    prompts.forEach(
        prompt ->
            add(
                FigureNames.ALL,
                FigureNames.ANY_PRUNER,
                prompt.keep(),
                FigureNames.PREFILL_SECONDS,
                prompt.seconds()));
  }

  List<Row> rows() {
    return rows;
  }

  private void add(String set, String pruner, double keep, String metric, Figure figure) {
    rows.add(
        RowFactory.create(
            version,
            pruner,
            keep,
            FigureNames.questionSet(set, questions.digest()),
            metric,
            figure.value(),
            figure.low(),
            figure.high(),
            questions.size(set)));
  }

  /**
   * A prompt that was timed.
   *
   * @param keep share of the visual tokens
   * @param seconds of the quickest run, up to the median
   */
  record TimedPrompt(double keep, Figure seconds) {

    static TimedPrompt of(Row row) {
      return new TimedPrompt(
          row.getDouble(0), new Figure(row.getDouble(1), row.getDouble(1), row.getDouble(2)));
    }
  }
}
