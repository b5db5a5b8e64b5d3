package org.tokenquarry.jobs.publish;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.tokenquarry.error.Problem;
import org.tokenquarry.jobs.config.AccuracyFloor;
import org.tokenquarry.jobs.config.PublishSettings;
import org.tokenquarry.jobs.table.CodebookVersion;
import org.tokenquarry.jobs.table.EvaluatedSet;

/** Every reason to refuse a version: code, sentence with the number that decides, and remedy. */
final class GateRefusals {

  private static final String NOT_EVALUATED = "not-evaluated";

  private GateRefusals() {}

  static Problem tooFewPrototypes(CodebookVersion candidate, int asked) {
    return new Problem(
        "too-few-prototypes",
        "Version %d has %d prototypes; publish.minPrototypes asks for %d."
            .formatted(candidate.version(), candidate.prototypes(), asked),
        "Mine more images or loosen the thresholds.");
  }

  static Problem tooManyQuarantined(long quarantined, long images, double share, double allowed) {
    return new Problem(
        "too-many-quarantined",
        String.format(
            Locale.ROOT,
            "%d of %d images were put aside, which is a share of %.4f;"
                + " publish.maxQuarantinedShare allows %.4f.",
            quarantined,
            images,
            share,
            allowed),
        "Look at the open rows of the table quarantine; ingest what was repaired again.");
  }

  /**
   * No set of questions decides.
   *
   * @param sets those that the version was evaluated on, without the one that is wanted
   */
  static Problem notEvaluated(
      CodebookVersion candidate, List<EvaluatedSet> sets, PublishSettings settings) {
    String others =
        sets.stream()
            .map(set -> set.name() + (set.answered() ? "" : ", which has no answers"))
            .collect(Collectors.joining("; "));
    return new Problem(
        NOT_EVALUATED,
        "Version "
            + candidate.version()
            + " was not evaluated"
            + settings.questionSet().map(set -> " on " + set).orElse("")
            + (sets.isEmpty() ? "." : " on questions with answers; it was on " + others + "."),
        settings.questionSet().isPresent()
            ? "Evaluate it on these questions, or name another set in publish.questionSet."
            : "Run evaluate first, with questions that have answers, or set"
                + " publish.requireEvaluation=false.");
  }

  /**
   * A pruner has no accuracy.
   *
   * @param keeps shares of visual tokens at which it has none
   */
  static Problem noAccuracy(JudgedMetrics metrics, String pruner, List<Double> keeps) {
    return new Problem(
        NOT_EVALUATED,
        "Version %d has no accuracy of %s at %s kept on %s, which publish.budgets asks for."
            .formatted(
                metrics.version(),
                pruner,
                keeps.stream().map(GateRefusals::percent).collect(Collectors.joining(", ")),
                metrics.set().name()),
        "Evaluate it on these questions with this pruner in evaluate.pruners and these budgets in"
            + " evaluate.budgets, or ask for others in publish.pruners and publish.budgets.");
  }

  static Problem noRelativeAccuracy(JudgedMetrics metrics, String pruner, AccuracyFloor floor) {
    return new Problem(
        NOT_EVALUATED,
        "Version %d has no relative accuracy of %s at %s kept on %s, which"
                .formatted(metrics.version(), pruner, percent(floor.keep()), metrics.set().name())
            + " publish.minRelativeAccuracy asks for.",
        "Evaluate it at this budget.");
  }

  static Problem accuracyTooLow(
      JudgedMetrics metrics, String pruner, AccuracyFloor floor, double reached) {
    return new Problem(
        "accuracy-too-low",
        String.format(
            Locale.ROOT,
            "Version %d reaches with %s a relative accuracy of %.4f at %s kept on %s;"
                + " publish.minRelativeAccuracy asks for %.4f.",
            metrics.version(),
            pruner,
            reached,
            percent(floor.keep()),
            metrics.set().name(),
            floor.relative()),
        "Mine more images or tighten the thresholds.");
  }

  static Problem tooFewQuestions(JudgedMetrics metrics, int asked) {
    EvaluatedSet set = metrics.set();
    return new Problem(
        "too-few-questions",
        "Version %d is judged by %s, which has %d questions with answers; publish.minQuestions"
                .formatted(metrics.version(), set.name(), set.questions())
            + " asks for %d.".formatted(asked),
        "Evaluate it on more held-out questions, or lower publish.minQuestions.");
  }

  static Problem tooFewImages(JudgedMetrics metrics, int asked) {
    EvaluatedSet set = metrics.set();
    return new Problem(
        "too-few-held-out-images",
        "Version %d is judged by %s, whose questions with answers are about %d images;"
                .formatted(metrics.version(), set.name(), set.images())
            + " publish.minImages asks for %d.".formatted(asked),
        "Evaluate it on questions about more held-out images, or lower publish.minImages.");
  }

  static Problem unprunedTooLow(EvaluatedSet set, double accuracy, double asked) {
    return new Problem(
        "unpruned-too-low",
        String.format(
            Locale.ROOT,
            "With all visual tokens the model reaches an accuracy of %.4f on %s;"
                + " publish.minUnprunedAccuracy asks for %.4f.",
            accuracy,
            set.name(),
            asked),
        "Metrics of a model that cannot answer the questions say nothing about a codebook: check"
            + " the answers and their scoring, or lower publish.minUnprunedAccuracy.");
  }

  static Problem notCompared(JudgedMetrics metrics, String pruner, Rival rival) {
    return new Problem(
        "not-compared-with-" + rival.code(),
        "With %s version %d was not compared with %s on %s, which %s asks for."
            .formatted(
                pruner, metrics.version(), rival.words(), metrics.set().name(), rival.setting()),
        rival.remedy());
  }

  static Problem worse(
      JudgedMetrics metrics,
      JudgedMetrics.Metric difference,
      Rival rival,
      CodebookVersion candidate) {
    return new Problem(
        "worse-than-" + rival.code(),
        String.format(
            Locale.ROOT,
            "At %.0f %% kept the accuracy of %s exceeds that of version %d with %s by %.4f (95 %%"
                + " interval %.4f to %.4f) on %s; %s refuses that.",
            100 * difference.keep(),
            rival.words(),
            metrics.version(),
            difference.pruner(),
            -difference.reached().value(),
            -difference.reached().high(),
            -difference.reached().low(),
            metrics.set().name(),
            rival.setting()),
        candidate.publishedAt() == null
            ? "Mine more images or calibrate again."
            : "To go back to this version all the same, set " + rival.setting() + "=false.");
  }

  private static String percent(double keep) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * keep);
  }
}
