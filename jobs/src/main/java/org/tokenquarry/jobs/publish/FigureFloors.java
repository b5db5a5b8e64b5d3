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
import org.tokenquarry.jobs.table.FigureNames;

/**
 * What an evaluation must rest on to be believed, and the accuracies that are asked for at budgets.
 */
final class FigureFloors {

  private final PublishSettings settings;

  FigureFloors(PublishSettings settings) {
    this.settings = settings;
  }

  /** Every floor that figures do not reach. */
  List<Problem> problems(JudgedFigures figures) {
    List<Problem> problems = new ArrayList<>();
    questions(figures, problems);
    images(figures, problems);
    unpruned(figures.set(), problems);
    for (String pruner : settings.pruners()) {
      List<Double> missing = missing(figures, pruner);
      if (!missing.isEmpty()) {
        problems.add(notEvaluated(figures, pruner, missing));
      }
      settings.minRelativeAccuracy().stream()
          .filter(floor -> !missing.contains(floor.keep()))
          .forEach(floor -> accuracy(figures, pruner, floor, problems));
    }
    return problems;
  }

  private void questions(JudgedFigures figures, List<Problem> problems) {
    EvaluatedSet set = figures.set();
    if (set.questions() < settings.minQuestions()) {
      problems.add(
          new Problem(
              "too-few-questions",
              "Version %d is judged by %s, which has %d questions with answers; publish.minQuestions"
                      .formatted(figures.version(), set.name(), set.questions())
                  + " asks for %d.".formatted(settings.minQuestions()),
              "Evaluate it on more held-out questions, or lower publish.minQuestions."));
    }
  }

  private void images(JudgedFigures figures, List<Problem> problems) {
    EvaluatedSet set = figures.set();
    if (set.images() < settings.minImages()) {
      problems.add(
          new Problem(
              "too-few-held-out-images",
              "Version %d is judged by %s, whose questions with answers are about %d images;"
                      .formatted(figures.version(), set.name(), set.images())
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
              "Figures of a model that cannot answer the questions say nothing of a codebook: check"
                  + " the answers and their scoring, or lower publish.minUnprunedAccuracy."));
    }
  }

  private List<Double> missing(JudgedFigures figures, String pruner) {
    return settings.budgets().stream()
        .filter(keep -> figures.value(pruner, FigureNames.ACCURACY, keep).isEmpty())
        .toList();
  }

  private static Problem notEvaluated(JudgedFigures figures, String pruner, List<Double> keeps) {
    return new Problem(
        "not-evaluated",
        "Version %d has no accuracy of %s at %s kept on %s, which publish.budgets asks for."
            .formatted(
                figures.version(),
                pruner,
                keeps.stream().map(FigureFloors::percent).collect(Collectors.joining(", ")),
                figures.set().name()),
        "Evaluate it on these questions with this pruner in evaluate.pruners and these budgets in"
            + " evaluate.budgets, or ask for others in publish.pruners and publish.budgets.");
  }

  private static void accuracy(
      JudgedFigures figures, String pruner, AccuracyFloor floor, List<Problem> problems) {
    OptionalDouble reached = figures.value(pruner, FigureNames.RELATIVE, floor.keep());
    if (reached.isEmpty()) {
      problems.add(
          new Problem(
              "not-evaluated",
              "Version %d has no relative accuracy of %s at %s kept on %s, which"
                      .formatted(
                          figures.version(), pruner, percent(floor.keep()), figures.set().name())
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
                  figures.version(),
                  pruner,
                  reached.getAsDouble(),
                  percent(floor.keep()),
                  figures.set().name(),
                  floor.relative()),
              "Mine more images or tighten the thresholds."));
    }
  }

  private static String percent(double keep) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * keep);
  }
}
