package org.tokenquarry.jobs.calibrate;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Locale;
import org.tokenquarry.jobs.job.Summary;

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
 * @param search what the search for better settings found; null where there was none
 */
public record CalibrateSummary(
    long images,
    long tokens,
    double maxTop1Probability,
    double maxDivergence,
    double redundantShare,
    List<Double> top1,
    List<Double> divergence,
    @JsonInclude(JsonInclude.Include.NON_NULL) SearchSummary search)
    implements Summary {

  /** What to set, for tokens up to and including the quantiles to pass. */
  public Thresholds proposed() {
    return Thresholds.above(maxTop1Probability, maxDivergence);
  }

  @Override
  public String text() {
    String thresholds = thresholds();
    return search == null ? thresholds : thresholds + System.lineSeparator() + search.text();
  }

  private String thresholds() {
    return String.format(
        Locale.ROOT,
        "%d tokens of %d images; thresholds for %.0f %% redundant tokens:%n"
            + "experiment.maxTop1Probability = %.6g%nexperiment.maxDivergence = %.6g",
        tokens,
        images,
        100 * redundantShare,
        proposed().maxTop1Probability(),
        proposed().maxDivergence());
  }
}
