package org.tokenquarry.jobs.publish;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.tokenquarry.error.Problem;
import org.tokenquarry.jobs.config.AccuracyFloor;
import org.tokenquarry.jobs.config.PublishSettings;
import org.tokenquarry.jobs.table.EvaluatedSet;
import org.tokenquarry.jobs.table.MetricNames;

/**
 * The lower bounds of {@code publish.*}: how many questions and images an evaluation needs, and the
 * relative accuracy that a version must reach at each keep ratio.
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
        problems.add(GateRefusals.noAccuracy(metrics, pruner, missing));
      }
      settings.minRelativeAccuracy().stream()
          .filter(floor -> !missing.contains(floor.keep()))
          .forEach(floor -> accuracy(metrics, pruner, floor, problems));
    }
    return problems;
  }

  private void questions(JudgedMetrics metrics, List<Problem> problems) {
    if (metrics.set().questions() < settings.minQuestions()) {
      problems.add(GateRefusals.tooFewQuestions(metrics, settings.minQuestions()));
    }
  }

  private void images(JudgedMetrics metrics, List<Problem> problems) {
    if (metrics.set().images() < settings.minImages()) {
      problems.add(GateRefusals.tooFewImages(metrics, settings.minImages()));
    }
  }

  private void unpruned(EvaluatedSet set, List<Problem> problems) {
    double accuracy = set.unpruned().orElseThrow();
    if (accuracy < settings.minUnprunedAccuracy()) {
      problems.add(GateRefusals.unprunedTooLow(set, accuracy, settings.minUnprunedAccuracy()));
    }
  }

  private List<Double> missing(JudgedMetrics metrics, String pruner) {
    return settings.keeps().stream()
        .filter(keep -> metrics.value(pruner, MetricNames.ACCURACY, keep).isEmpty())
        .toList();
  }

  private static void accuracy(
      JudgedMetrics metrics, String pruner, AccuracyFloor floor, List<Problem> problems) {
    OptionalDouble reached = metrics.value(pruner, MetricNames.RELATIVE, floor.keep());
    if (reached.isEmpty()) {
      problems.add(GateRefusals.noRelativeAccuracy(metrics, pruner, floor));
    } else if (reached.getAsDouble() < floor.relative()) {
      problems.add(GateRefusals.accuracyTooLow(metrics, pruner, floor, reached.getAsDouble()));
    }
  }
}
