package org.tokenquarry.jobs.evaluate;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.tokenquarry.jobs.question.QuestionSet;
import org.tokenquarry.jobs.table.FigureNames;
import org.tokenquarry.task.AskQuestions;

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
    Basis basis = Basis.of(questions, set);
    add(basis, AskQuestions.UNPRUNED, 1, FigureNames.IMAGES, Figure.exact((double) basis.images()));
    for (PrunerFigures each : figures) {
      each.figures()
          .forEach((metric, figure) -> add(basis, each.pruner(), each.keep(), metric, figure));
    }
  }

  /** Adds times, which rest on the experiments' prompt and not on questions. */
  void add(List<TimedPrompt> prompts) {
    Basis basis = Basis.of(questions, FigureNames.ALL);
    prompts.forEach(
        prompt ->
            add(
                basis,
                FigureNames.ANY_PRUNER,
                prompt.keep(),
                FigureNames.PREFILL_SECONDS,
                prompt.seconds()));
  }

  List<Row> rows() {
    return rows;
  }

  private void add(Basis basis, String pruner, double keep, String metric, Figure figure) {
    rows.add(
        RowFactory.create(
            version,
            pruner,
            keep,
            FigureNames.questionSet(basis.set(), questions.digest()),
            metric,
            figure.value(),
            figure.low(),
            figure.high(),
            basis.samples(metric)));
  }

  /**
   * What the figures of a set rest on.
   *
   * @param set its name
   * @param questions all of them
   * @param scored those that accuracies rest on; all of them where none has an answer
   * @param images that the scored ones are about
   */
  private record Basis(String set, long questions, long scored, long images) {

    static Basis of(QuestionSet questions, String set) {
      long all = questions.size(set);
      long answered = questions.answered(set);
      return answered > 0
          ? new Basis(set, all, answered, questions.answeredImages(set))
          : new Basis(set, all, all, questions.images(set));
    }

    long samples(String metric) {
      return metric.equals(FigureNames.IMAGES) || FigureNames.needsAnswers(metric)
          ? scored
          : questions;
    }
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
