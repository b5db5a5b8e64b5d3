package org.tokenquarry.jobs.config;

import org.tokenquarry.divergence.DivergenceForm;
import org.tokenquarry.experiment.ExperimentSettings;
import org.tokenquarry.experiment.FirstTokenRule;
import org.tokenquarry.experiment.MinedView;
import org.tokenquarry.experiment.ProbeRule;
import org.tokenquarry.experiment.WithinImageRule;

/**
 * Reads the block {@code experiment}. Every key of it changes scores or verdicts, so all of them,
 * and nothing else, enter the settings digest of the experiments; {@code view} only where it is not
 * the base view.
 */
final class ExperimentSection {

  private static final int WIDEST = 99;

  private ExperimentSection() {}

  static ExperimentSettings from(Section in) {
    return new ExperimentSettings(
        in.parsedList("probe", "all, or a list of ranks such as [\"1-24\", 73]", ProbeRule::parse),
        in.parsed("window", "an odd whole number from 1 to 99", ExperimentSection::odd),
        in.integer("singleHead", Range.atLeast(2)),
        in.integer("divergenceHead", Range.atLeast(2)),
        in.choice("divergence", DivergenceForm.class),
        in.choice("firstToken", FirstTokenRule.class),
        in.number("regionWeight", Range.NOT_NEGATIVE),
        in.number("globalWeight", Range.NOT_NEGATIVE),
        in.number("maxTop1Probability", Range.POSITIVE_FRACTION),
        in.number("maxDivergence", Range.POSITIVE),
        withinImage(in.section("withinImage")),
        in.choice("view", MinedView.class));
  }

  private static WithinImageRule withinImage(Section in) {
    WithinImageRule rule =
        new WithinImageRule(
            in.integer("clusters", Range.atLeast(1)),
            in.integer("neighbours", Range.atLeast(1)),
            in.integer("maxSize", Range.atLeast(1)));
    return in.flag("enabled") ? rule : null;
  }

  private static int odd(String text) {
    int window = Integer.parseInt(text);
    if (window < 1 || window > WIDEST || window % 2 == 0) {
      throw new IllegalArgumentException(text);
    }
    return window;
  }
}
