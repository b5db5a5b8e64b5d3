package org.tokenquarry.jobs.publish;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.tokenquarry.error.Problem;
import org.tokenquarry.jobs.config.AccuracyFloor;
import org.tokenquarry.jobs.config.PublishSettings;
import org.tokenquarry.jobs.table.EvaluatedSet;
import org.tokenquarry.jobs.table.MetricNames;

/**
 * The least that an evaluation must rest on, and the least relative accuracies at keep ratios, as
 * {@code publish.*} asks for them.
 */
final class MetricFloors {

  private final PublishSettings settings;

  MetricFloors(PublishSettings settings) {
    this.settings = settings;
  }

  /** Every floor that the metrics do not reach. */
  List<Problem> problems(JudgedMetrics metrics) {
    List<Problem> problems = new ArrayList<>();
    questions(metrics, problems);
    images(metrics, problems);
    unpruned(metrics.set(), problems);
    for (String pruner : settings.pruners()) {
      List<Double> missing = missing(metrics, pruner);
      if (!missing.isEmpty()) {
        problems.add(notEvaluated(metrics, pruner, missing));
      }
      settings.minRelativeAccuracy().stream()
          .filter(floor -> !missing.contains(floor.keep()))
          .forEach(floor -> accuracy(metrics, pruner, floor, problems));
    }
    return problems;
  }

  private void questions(JudgedMetrics metrics, List<Problem> problems) {
    EvaluatedSet set = metrics.set();
    if (set.questions() < settings.minQuestions()) {
      problems.add(
          new Problem(
              "too-few-questions",
              "Version %d is judged by %s, which has %d questions with answers; publish.minQuestions"
                      .formatted(metrics.version(), set.name(), set.questions())
                  + " asks for %d.".formatted(settings.minQuestions()),
              "Evaluate it on more held-out questions, or lower publish.minQuestions."));
    }
  }

  private void images(JudgedMetrics metrics, List<Problem> problems) {
    EvaluatedSet set = metrics.set();
    if (set.images() < settings.minImages()) {
      problems.add(
          new Problem(
              "too-few-held-out-images",
              "Version %d is judged by %s, whose questions with answers are about %d images;"
                      .formatted(metrics.version(), set.name(), set.images())
                  + " publish.minImages asks for %d.".formatted(settings.minImages()),
              "Evaluate it on questions about more held-out images, or lower publish.minImages."));
    }
  }

  private void unpruned(EvaluatedSet set, List<Problem> problems) {
    double accuracy = set.unpruned().orElseThrow();
    if (accuracy < settings.minUnprunedAccuracy()) {
      problems.add(
          new Problem(
              "unpruned-too-low",
              String.format(
                  Locale.ROOT,
                  "With all visual tokens the model reaches an accuracy of %.4f on %s;"
                      + " publish.minUnprunedAccuracy asks for %.4f.",
                  accuracy,
                  set.name(),
                  settings.minUnprunedAccuracy()),
              "Metrics of a model that cannot answer the questions say nothing about a codebook: check"
                  + " the answers and their scoring, or lower publish.minUnprunedAccuracy."));
    }
  }

  private List<Double> missing(JudgedMetrics metrics, String pruner) {
    return settings.budgets().stream()
        .filter(keep -> metrics.value(pruner, MetricNames.ACCURACY, keep).isEmpty())
        .toList();
  }

  private static Problem notEvaluated(JudgedMetrics metrics, String pruner, List<Double> keeps) {
    return new Problem(
        "not-evaluated",
        "Version %d has no accuracy of %s at %s kept on %s, which publish.budgets asks for."
            .formatted(
                metrics.version(),
                pruner,
                keeps.stream().map(MetricFloors::percent).collect(Collectors.joining(", ")),
                metrics.set().name()),
        "Evaluate it on these questions with this pruner in evaluate.pruners and these budgets in"
            + " evaluate.budgets, or ask for others in publish.pruners and publish.budgets.");
  }

  private static void accuracy(
      JudgedMetrics metrics, String pruner, AccuracyFloor floor, List<Problem> problems) {
    OptionalDouble reached = metrics.value(pruner, MetricNames.RELATIVE, floor.keep());
    if (reached.isEmpty()) {
      problems.add(
          new Problem(
              "not-evaluated",
              "Version %d has no relative accuracy of %s at %s kept on %s, which"
                      .formatted(
                          metrics.version(), pruner, percent(floor.keep()), metrics.set().name())
                  + " publish.minRelativeAccuracy asks for.",
              "Evaluate it at this budget."));
    } else if (reached.getAsDouble() < floor.relative()) {
      problems.add(
          new Problem(
              "accuracy-too-low",
              String.format(
                  Locale.ROOT,
                  "Version %d reaches with %s a relative accuracy of %.4f at %s kept on %s;"
                      + " publish.minRelativeAccuracy asks for %.4f.",
                  metrics.version(),
                  pruner,
                  reached.getAsDouble(),
                  percent(floor.keep()),
                  metrics.set().name(),
                  floor.relative()),
              "Mine more images or tighten the thresholds."));
    }
  }

  private static String percent(double keep) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * keep);
  }
}
