package org.tokenquarry.jobs.config;

import java.util.List;
import java.util.Optional;

/**
 * How a codebook is measured.
 *
 * @param questions directory of held-out images and questions; empty where none was named
 * @param budgets shares of visual tokens kept, each in (0, 1]
 * @param pruners names of the pruners compared
 * @param seeds of pruners that draw lots
 * @param bootstrapSamples resamples behind the intervals
 */
public record EvaluateSettings(
    Optional<String> questions,
    List<Double> budgets,
    List<String> pruners,
    List<Long> seeds,
    int bootstrapSamples) {

  static EvaluateSettings from(Section in) {
    return new EvaluateSettings(
        in.optionalText("questions"),
        in.numbers("budgets", Range.POSITIVE_FRACTION),
        in.texts("pruners"),
        in.wholeLongs("seeds"),
        in.integer("bootstrapSamples", Range.atLeast(1)));
  }
}
