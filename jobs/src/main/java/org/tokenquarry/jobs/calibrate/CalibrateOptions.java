package org.tokenquarry.jobs.calibrate;

import org.tokenquarry.task.ExaminePlan;

/**
 * How thresholds and other settings are found.
 *
 * @param plan the experiments, all of which are run; their thresholds are not used
 * @param images how many images are sampled, at least 1
 * @param top1Quantile share of the tokens whose top-1 probability shall not exceed the threshold,
 *     in (0, 1)
 * @param divergenceQuantile share of the tokens whose divergence shall not exceed the threshold, in
 *     (0, 1)
 * @param search how better settings are searched, or null where they are not
 */
public record CalibrateOptions(
    ExaminePlan plan,
    int images,
    double top1Quantile,
    double divergenceQuantile,
    SearchOptions search) {}
