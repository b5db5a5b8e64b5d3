package org.tokenquarry.jobs.config;

import java.util.List;

/**
 * What a version must reach to be published.
 *
 * @param requireEvaluation whether it must have been evaluated
 * @param minPrototypes prototypes at least
 * @param maxQuarantinedShare share of the images put aside at most, 0 to 1
 * @param pruner whose figures are asked for
 * @param minRelativeAccuracy accuracies asked for, by budget
 * @param notWorseThanRandom whether random tokens must not be better beyond the interval
 * @param notWorseThanPublished whether the published version must not be
 */
public record PublishSettings(
    boolean requireEvaluation,
    int minPrototypes,
    double maxQuarantinedShare,
    String pruner,
    List<AccuracyFloor> minRelativeAccuracy,
    boolean notWorseThanRandom,
    boolean notWorseThanPublished) {

  static PublishSettings from(Section in) {
    return new PublishSettings(
        in.flag("requireEvaluation"),
        in.integer("minPrototypes", Range.atLeast(1)),
        in.number("maxQuarantinedShare", Range.FRACTION),
        in.text("pruner"),
        in.parsedList(
            "minRelativeAccuracy",
            "a list of \"BUDGET: ACCURACY\", such as \"20%: 0.95\"",
            floors -> floors.stream().map(AccuracyFloor::parse).toList()),
        in.flag("notWorseThanRandom"),
        in.flag("notWorseThanPublished"));
  }
}
