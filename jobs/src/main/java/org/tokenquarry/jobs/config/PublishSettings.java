package org.tokenquarry.config;

/**
 * What a version must reach to be published.
 *
 * @param minPrototypes prototypes at least
 * @param minRelativeAccuracy accuracy relative to the unpruned model at least, 1 = equal; 0 asks
 *     for nothing
 * @param atBudget budget at which it is asked
 */
public record PublishSettings(int minPrototypes, double minRelativeAccuracy, double atBudget) {

  static PublishSettings from(Section in) {
    return new PublishSettings(
        in.integer("minPrototypes", Range.atLeast(1)),
        in.number("minRelativeAccuracy", Range.NOT_NEGATIVE),
        in.number("atBudget", Range.POSITIVE_FRACTION));
  }
}
