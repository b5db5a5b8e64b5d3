package org.tokenquarry.jobs.config;

import java.util.List;
import java.util.Optional;
import org.tokenquarry.task.ChosenPruners;

/**
 * What a version must reach to be published.
 *
 * @param requireEvaluation whether it must have been evaluated
 * @param questionSet the set of questions whose metrics decide; empty for the largest
 * @param minQuestions questions at least that have answers
 * @param minImages images at least that these questions are about
 * @param minUnprunedAccuracy accuracy at least with all visual tokens, 0 to 1
 * @param minPrototypes prototypes at least
 * @param maxQuarantinedShare largest share of the images that may be quarantined, 0 to 1
 * @param pruners that probe the codebook and must have metrics, each at most once
 * @param keeps shares of visual tokens kept, for which there must be metrics; the key {@code
 *     budgets}
 * @param minRelativeAccuracy smallest relative accuracies, by keep ratio
 * @param notWorseThanRandom whether random tokens must not be better beyond the interval
 * @param notWorseThanPublished whether the published version must not be
 */
public record PublishSettings(
    boolean requireEvaluation,
    Optional<String> questionSet,
    int minQuestions,
    int minImages,
    double minUnprunedAccuracy,
    int minPrototypes,
    double maxQuarantinedShare,
    List<String> pruners,
    List<Double> keeps,
    List<AccuracyFloor> minRelativeAccuracy,
    boolean notWorseThanRandom,
    boolean notWorseThanPublished) {

  static PublishSettings from(Section in) {
    return new PublishSettings(
        in.flag("requireEvaluation"),
        in.optionalText("questionSet"),
        in.integer("minQuestions", Range.atLeast(1)),
        in.integer("minImages", Range.atLeast(1)),
        in.number("minUnprunedAccuracy", Range.FRACTION),
        in.integer("minPrototypes", Range.atLeast(1)),
        in.number("maxQuarantinedShare", Range.FRACTION),
        in.parsedList(
            "pruners",
            "a list of pruners that probe a codebook, such as [codebook, codebook-diverse]",
            PublishSettings::probing),
        in.numbers("budgets", Range.POSITIVE_FRACTION).stream().distinct().toList(),
        in.parsedList(
            "minRelativeAccuracy",
            "a list of \"BUDGET: ACCURACY\", such as \"20%: 0.95\"",
            floors -> floors.stream().map(AccuracyFloor::parse).toList()),
        in.flag("notWorseThanRandom"),
        in.flag("notWorseThanPublished"));
  }

  private static List<String> probing(List<String> names) {
    if (names.isEmpty() || !names.stream().allMatch(ChosenPruners::probesCodebook)) {
      throw new IllegalArgumentException(names.toString());
    }
    return names.stream().distinct().toList();
  }
}
