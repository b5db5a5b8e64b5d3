package org.tokenquarry.jobs.config;

import com.typesafe.config.Config;

/**
 * Which thresholds of the experiments the user chose, by naming a preset that has it, or the
 * threshold itself. The others are no more than a default: published or preset thresholds mean
 * nothing for another model and other images.
 *
 * @param top1Probability whether {@code experiment.maxTop1Probability} was chosen
 * @param divergence whether {@code experiment.maxDivergence} was chosen
 */
public record ChosenThresholds(boolean top1Probability, boolean divergence) {

  /**
   * Looks at what the user gave.
   *
   * @param given everything over the preset
   * @param preset the preset that applies, whether the user named it or not
   */
  static ChosenThresholds in(Config given, Config preset) {
    Config named = given.hasPath("preset") ? given.withFallback(preset) : given;
    return new ChosenThresholds(
        named.hasPath("experiment.maxTop1Probability"), named.hasPath("experiment.maxDivergence"));
  }

  /** Whether the user chose one of them at least. */
  public boolean any() {
    return top1Probability || divergence;
  }
}
