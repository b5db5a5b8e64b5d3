package org.tokenquarry.jobs.config;

/**
 * What a version must reach to be published.
 *
 * @param requireEvaluation whether it must have been evaluated
 * @param minPrototypes prototypes at least
 * @param minRelativeAccuracy accuracy relative to the unpruned model at least, 1 = equal; 0 asks
 *     for nothing
 * @param atBudget budget at which it is asked
 */
public record PublishSettings(
    boolean requireEvaluation, int minPrototypes, double minRelativeAccuracy, double atBudget) {

  static PublishSettings from(Section in) {
    return new PublishSettings(
        in.flag("requireEvaluation"),
        in.integer("minPrototypes", Range.atLeast(1)),
        in.number("minRelativeAccuracy", Range.NOT_NEGATIVE),
        in.number("atBudget", Range.POSITIVE_FRACTION));
  }
}
