package org.tokenquarry.jobs.bench;

import org.tokenquarry.experiment.Batching;
import org.tokenquarry.experiment.ExperimentSettings;

/**
 * What is measured.
 *
 * @param images scenes examined by each engine
 * @param threads examining at once, one image each
 * @param withPublished whether the published procedure runs, which takes hours on large models
 * @param settings the experiments; thresholds as far as no quantiles are given
 * @param batching of the exhaustive engine and the cascade
 * @param quantiles of the top-1 probability and the combined divergence that take the place of the
 *     thresholds, or null
 */
public record BenchEngineOptions(
    int images,
    int threads,
    boolean withPublished,
    ExperimentSettings settings,
    Batching batching,
    Quantiles quantiles) {

  /** Thresholds by rank, for bundles that were never calibrated. */
  public record Quantiles(double top1, double divergence) {}
}
