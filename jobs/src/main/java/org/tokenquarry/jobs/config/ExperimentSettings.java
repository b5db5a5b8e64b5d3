package org.tokenquarry.config;

/**
 * What is asked of every token. Every component changes scores or verdicts, so all of them, and
 * nothing else, enter the settings digest of the experiments.
 *
 * @param probe which tokens are probed
 * @param window side of the window, in patches; odd
 * @param singleHead head size of the single-token experiment
 * @param divergenceHead head size of the leave-one-out experiments
 * @param divergence form of the divergence
 * @param firstToken which answer token is scored
 * @param regionWeight weight of the region-level divergence
 * @param globalWeight weight of the global-level divergence
 * @param maxTop1Probability a candidate is strictly below, 0 to 1
 * @param maxDivergence a redundant token's combined divergence is strictly below
 * @param withinImage the within-image condition
 */
public record ExperimentSettings(
    ProbedRanks probe,
    int window,
    int singleHead,
    int divergenceHead,
    DivergenceForm divergence,
    FirstTokenRule firstToken,
    double regionWeight,
    double globalWeight,
    double maxTop1Probability,
    double maxDivergence,
    WithinImageSettings withinImage) {

  static ExperimentSettings from(Section in) {
    return new ExperimentSettings(
        in.parsedList(
            "probe", "all, or a list of ranks such as [\"1-24\", 73]", ProbedRanks::parse),
        in.parsed("window", "an odd whole number from 1 to 99", ExperimentSettings::odd),
        in.integer("singleHead", Range.atLeast(2)),
        in.integer("divergenceHead", Range.atLeast(2)),
        in.choice("divergence", DivergenceForm.class),
        in.choice("firstToken", FirstTokenRule.class),
        in.number("regionWeight", Range.NOT_NEGATIVE),
        in.number("globalWeight", Range.NOT_NEGATIVE),
        in.number("maxTop1Probability", Range.POSITIVE_FRACTION),
        in.number("maxDivergence", Range.POSITIVE),
        WithinImageSettings.from(in.section("withinImage")));
  }

  private static int odd(String text) {
    int window = Integer.parseInt(text);
    if (window < 1 || window > 99 || window % 2 == 0) {
      throw new IllegalArgumentException(text);
    }
    return window;
  }
}
