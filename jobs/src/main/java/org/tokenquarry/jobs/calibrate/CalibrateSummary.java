package org.tokenquarry.jobs.calibrate;

import java.util.List;

/**
 * Thresholds for a model.
 *
 * @param images images that were sampled
 * @param tokens tokens that were measured
 * @param maxTop1Probability the quantile asked for
 * @param maxDivergence the quantile asked for, nats
 * @param redundantShare share of the tokens below both
 * @param top1 minimum, deciles and maximum of the top-1 probability: 11 numbers
 * @param divergence minimum, deciles and maximum of the weighted sum of divergences
 */
public record CalibrateSummary(
    long images,
    long tokens,
    double maxTop1Probability,
    double maxDivergence,
    double redundantShare,
    List<Double> top1,
    List<Double> divergence) {}
