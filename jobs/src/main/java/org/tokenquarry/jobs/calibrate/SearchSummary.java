package org.tokenquarry.jobs.calibrate;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What the search found.
 *
 * @param questionSet the validation questions, with the beginning of their digest
 * @param trials combinations of settings
 * @param empty of these, how many leave no prototype
 * @param rungs in order
 * @param budgets accuracy of the best trial at each keep ratio, relative to the unpruned model
 * @param prototypes of the best trial's codebook, built from the sample
 * @param settings of the best trial, for a file for {@code --conf}
 * @param settingsDigest that a codebook with these settings carries
 */
public record SearchSummary(
    String questionSet,
    int trials,
    int empty,
    List<Rung> rungs,
    List<AtKeep> budgets,
    int prototypes,
    String settings,
    String settingsDigest) {

  /**
   * The best trial at one keep ratio.
   *
   * @param keep share of the visual tokens that is kept
   * @param relative accuracy relative to the unpruned model, 1 = equal
   */
  public record AtKeep(double keep, double relative) {}

  String text() {
    return String.format(
            "searched %d combinations of settings (%d leave no prototype) on %s:%n",
            trials, empty, questionSet)
        + rungs.stream().map(Rung::text).collect(Collectors.joining("\n"))
        + "\nbest, relative to all tokens: "
        + budgets.stream()
            .map(
                b ->
                    String.format(
                        Locale.ROOT, "%.1f %% at %.0f %%", 100 * b.relative(), 100 * b.keep()))
            .collect(Collectors.joining(", "))
        + "\n# settings digest "
        + settingsDigest
        + "\n"
        + settings;
  }
}
