package org.tokenquarry.experiment;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.Serializable;
import org.tokenquarry.divergence.DivergenceForm;

/**
 * Everything that influences a verdict, besides the model and the image.
 *
 * @param probe which tokens are examined
 * @param window height and width of a region, odd, at least 1; published: 3
 * @param singleHead size of the head vocabulary of the top-1 probability; published: 50
 * @param divergenceHead size of the head vocabulary of the divergence; published: 10
 * @param divergence the form of the divergence; the published thresholds are for the form of the
 *     official code
 * @param firstToken which decoding step is read
 * @param regionWeight weight of the region's divergence in the sum; published: 1
 * @param globalWeight weight of the global divergence in the sum; published: 16
 * @param maxTop1Probability a token is redundant only if its top-1 probability is strictly below
 *     this; in (0, 1]
 * @param maxDivergence a token is redundant only if its weighted sum of divergences is strictly
 *     below this; positive, in nats
 * @param withinImage the condition on clusters within the image, or null where it is off
 * @param view which tokens are examined where the model sees tiles; null for {@link
 *     MinedView#BASE}, which is no part of a digest: older digests stay
 */
public record ExperimentSettings(
    ProbeRule probe,
    int window,
    int singleHead,
    int divergenceHead,
    DivergenceForm divergence,
    FirstTokenRule firstToken,
    double regionWeight,
    double globalWeight,
    double maxTop1Probability,
    double maxDivergence,
    WithinImageRule withinImage,
    @JsonInclude(JsonInclude.Include.NON_NULL) MinedView view)
    implements Serializable {

  /** Makes {@code view} null where it is the base view. */
  public ExperimentSettings {
    view = view == MinedView.BASE ? null : view;
  }

  /** Which tokens are examined; never null. */
  public MinedView minedView() {
    return view == null ? MinedView.BASE : view;
  }

  /** The divergence that is compared with {@link #maxDivergence}. */
  public double combined(double regionDivergence, double globalDivergence) {
    return regionWeight * regionDivergence + globalWeight * globalDivergence;
  }

  /** The same experiments, judged by other thresholds. */
  public ExperimentSettings withThresholds(double maxTop1Probability, double maxDivergence) {
    return with(maxTop1Probability, maxDivergence, withinImage);
  }

  /**
   * The same experiments under another condition within the image.
   *
   * @param rule null for none
   */
  public ExperimentSettings withWithinImage(WithinImageRule rule) {
    return with(maxTop1Probability, maxDivergence, rule);
  }

  private ExperimentSettings with(
      double top1Probability, double divergences, WithinImageRule rule) {
    return new ExperimentSettings(
        probe,
        window,
        singleHead,
        divergenceHead,
        divergence,
        firstToken,
        regionWeight,
        globalWeight,
        top1Probability,
        divergences,
        rule,
        view);
  }

  /**
   * The divergence of two runs.
   *
   * @param reference logits of the reference run, of its head or of the whole vocabulary
   * @param ablated logits of the other run, of the same tokens
   */
  double divergence(float[] reference, float[] ablated) {
    return divergence.between(reference, ablated, divergenceHead);
  }
}
