package org.tokenquarry.jobs.plan;

/**
 * A stage and how its sequences reach the model, which decides how fast they are.
 *
 * @param stage what it costs for one image
 * @param together sequences of one image that could share a batch if memory allows; a mean
 * @param past positions before a sequence, whose keys and values are reused
 */
record TimedStage(StageCost stage, double together, int past) {}
