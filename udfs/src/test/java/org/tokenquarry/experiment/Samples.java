package org.tokenquarry.experiment;

import java.util.List;
import org.tokenquarry.divergence.DivergenceForm;

/** Settings for tests. */
public final class Samples {

  private Samples() {}

  /**
   * The published form of everything, with thresholds and the condition within images to be chosen.
   */
  public static ExperimentSettings settings(
      double maxTop1Probability, double maxDivergence, WithinImageRule withinImage) {
    return new ExperimentSettings(
        ProbeRule.ALL,
        3,
        50,
        10,
        DivergenceForm.OFFICIAL_CODE,
        FirstTokenRule.FIRST,
        1,
        16,
        maxTop1Probability,
        maxDivergence,
        withinImage,
        MinedView.BASE);
  }

  /** The same experiments on a few tokens, for models with many. */
  static ExperimentSettings onFewTokens(ExperimentSettings settings) {
    return new ExperimentSettings(
        new ProbeRule(List.of(1, 12, 23, 34)),
        settings.window(),
        settings.singleHead(),
        settings.divergenceHead(),
        settings.divergence(),
        settings.firstToken(),
        settings.regionWeight(),
        settings.globalWeight(),
        settings.maxTop1Probability(),
        settings.maxDivergence(),
        settings.withinImage(),
        settings.view());
  }

  /** The same settings with other thresholds. */
  static ExperimentSettings withThresholds(
      ExperimentSettings settings, double maxTop1Probability, double maxDivergence) {
    return new ExperimentSettings(
        settings.probe(),
        settings.window(),
        settings.singleHead(),
        settings.divergenceHead(),
        settings.divergence(),
        settings.firstToken(),
        settings.regionWeight(),
        settings.globalWeight(),
        maxTop1Probability,
        maxDivergence,
        settings.withinImage(),
        settings.view());
  }
}
