package org.tokenquarry.jobs.config;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.tokenquarry.experiment.ExperimentSettings;

/**
 * What the verb {@code plan} calculates.
 *
 * @param images images to be mined
 * @param patches visual tokens to be mined, instead of images; 0 where images count
 * @param shape name of a known model; empty for that of the bundle
 * @param gflopsPerSecond 10^9 operations a second of a slot; empty where it is to be measured
 * @param slots GPUs, or threads of CPUs, that compute at once
 * @param keep shares of the tokens that pass each stage
 * @param articles share of the answers that begin with an article
 * @param imageBytes mean size of an image file
 * @param preset whose experiments are counted
 * @param experiment what would be asked of every token
 */
public record PlanSettings(
    long images,
    long patches,
    Optional<String> shape,
    OptionalDouble gflopsPerSecond,
    int slots,
    Keep keep,
    double articles,
    long imageBytes,
    String preset,
    ExperimentSettings experiment) {

  private static final String MEASURED = "measured";
  private static final String BUNDLE = "bundle";

  /** No experiments are published for the 13B model; its vision tower is the same. */
  private static final Map<String, String> SHARED_PRESETS = Map.of("llava-1.5-13b", "llava-1.5-7b");

  /**
   * Shares of the tokens of each stage that pass it, 0 to 1.
   *
   * @param withinImage of the probed tokens
   * @param singleToken of those
   * @param region of those
   * @param global of those; they are redundant
   */
  public record Keep(double withinImage, double singleToken, double region, double global) {

    static Keep from(Section in) {
      return new Keep(
          in.number("withinImage", Range.FRACTION),
          in.number("singleToken", Range.FRACTION),
          in.number("region", Range.FRACTION),
          in.number("global", Range.FRACTION));
    }
  }

  /**
   * The preset of a shape, for a user who names none: the one of the same name, or of the model
   * whose published experiments it shares.
   */
  static String impliedPreset(String shape) {
    return SHARED_PRESETS.getOrDefault(shape, shape);
  }

  /**
   * Reads the block {@code plan}, and the preset and experiments that it is about.
   *
   * @param root everything
   */
  static PlanSettings from(Section root) {
    Section in = root.section("plan");
    return new PlanSettings(
        in.integer("images", Range.atLeast(1)),
        in.parsed("patches", "a whole number, at least 0", PlanSettings::count),
        Optional.of(in.text("shape")).filter(name -> !name.equals(BUNDLE)),
        in.parsed("gflopsPerSecond", "a number above 0, or measured", PlanSettings::rate),
        in.integer("slots", Range.atLeast(1)),
        Keep.from(in.section("keep")),
        in.number("articles", Range.FRACTION),
        in.bytes("imageBytes"),
        root.text("preset"),
        ExperimentSection.from(root.section("experiment")));
  }

  private static long count(String text) {
    long count = Long.parseLong(text);
    if (count < 0) {
      throw new IllegalArgumentException(text);
    }
    return count;
  }

  private static OptionalDouble rate(String text) {
    if (text.equals(MEASURED)) {
      return OptionalDouble.empty();
    }
    double rate = Double.parseDouble(text);
    if (!(rate > 0) || Double.isInfinite(rate)) {
      throw new IllegalArgumentException(text);
    }
    return OptionalDouble.of(rate);
  }
}
