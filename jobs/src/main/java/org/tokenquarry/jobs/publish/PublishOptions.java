package org.tokenquarry.jobs.publish;

/**
 * What a candidate must fulfil.
 *
 * @param requireEvaluation whether it must have been evaluated
 * @param minPrototypes fewest prototypes
 */
public record PublishOptions(boolean requireEvaluation, int minPrototypes) {}
