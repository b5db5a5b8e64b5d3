package org.tokenquarry.experiment;

import org.tokenquarry.divergence.DivergenceForm;

/** Settings for tests. */
final class Samples {

  private Samples() {}

  /**
   * The published form of everything, with thresholds and the condition within images to be chosen.
   */
  static ExperimentSettings settings(
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
        withinImage);
  }
}
