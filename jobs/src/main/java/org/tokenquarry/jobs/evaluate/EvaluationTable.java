package org.tokenquarry.jobs.evaluate;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.tokenquarry.jobs.question.QuestionSet;
import org.tokenquarry.jobs.table.Evaluation;
import org.tokenquarry.jobs.table.MetricNames;
import org.tokenquarry.jobs.table.MetricValue;
import org.tokenquarry.task.AskQuestions;

/** Collects metrics as rows of the table {@code evaluations}. */
final class EvaluationTable {

  private final long version;
  private final QuestionSet questions;
  private final List<Evaluation> rows = new ArrayList<>();

  EvaluationTable(long version, QuestionSet questions) {
    this.version = version;
    this.questions = questions;
  }

  /** Adds the metrics of one set, and the number of images that they rest on. */
  void add(String set, List<PrunerMetrics> metrics) {
    Basis basis = Basis.of(questions, set);
    add(
        basis,
        AskQuestions.UNPRUNED,
        1,
        MetricNames.IMAGES,
        MetricValue.exact((double) basis.images()));
    for (PrunerMetrics each : metrics) {
      each.values()
          .forEach((metric, value) -> add(basis, each.pruner(), each.keep(), metric, value));
    }
  }

  /** Adds times. They rest on the prompt of the experiments and not on questions. */
  void add(List<TimedPrompt> prompts) {
    Basis basis = Basis.of(questions, MetricNames.ALL);
    prompts.forEach(
        prompt ->
            add(
                basis,
                MetricNames.ANY_PRUNER,
                prompt.keep(),
                MetricNames.PREFILL_SECONDS,
                prompt.seconds()));
  }

  List<Evaluation> rows() {
    return rows;
  }

  private void add(Basis basis, String pruner, double keep, String metric, MetricValue value) {
    rows.add(
        new Evaluation(
            version,
            pruner,
            keep,
            MetricNames.questionSet(basis.set(), questions.digest()),
            metric,
            value,
            basis.samples(metric)));
  }

  /**
   * What the metrics of a set rest on.
   *
   * @param set its name
   * @param questions number of all its questions
   * @param scored number of questions that accuracies rest on; all questions if none has an answer
   * @param images number of images that the scored questions are about
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
      return metric.equals(MetricNames.IMAGES) || MetricNames.needsAnswers(metric)
          ? scored
          : questions;
    }
  }

  /**
   * A prompt whose time was measured.
   *
   * @param keep ratio of the visual tokens that is kept, (0, 1]
   * @param seconds the shortest time of several runs; the interval goes from there to the median
   */
  record TimedPrompt(double keep, MetricValue seconds) {

    static TimedPrompt of(Row row) {
      double shortest = row.<Double>getAs("seconds");
      double median = row.<Double>getAs("median");
      return new TimedPrompt(row.getAs("keep"), new MetricValue(shortest, shortest, median));
    }
  }
}
