package org.tokenquarry.jobs.config;

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
 * @param matrixGflopsPerSecond the same for products of float32 matrices; empty for the rate of the
 *     model where that is given, and to be measured where that is
 * @param slots GPUs, or threads of CPUs, that compute at once
 * @param shares where the shares come from
 * @param keep shares of the tokens that pass each stage; not read where a warehouse has them
 * @param articles share of the answers that begin with an article
 * @param imageBytes mean size of an image file
 * @param questions that would be asked
 * @param preset whose experiments are counted
 * @param experiment what would be asked of every token
 * @param cluster how the redundant tokens would be clustered
 */
public record PlanSettings(
    long images,
    long patches,
    Optional<String> shape,
    OptionalDouble gflopsPerSecond,
    OptionalDouble matrixGflopsPerSecond,
    int slots,
    Shares shares,
    Keep keep,
    double articles,
    long imageBytes,
    Questions questions,
    String preset,
    ExperimentSettings experiment,
    ClusterSettings cluster) {

  private static final String MEASURED = "measured";
  private static final String SAME = "same";
  private static final String BUNDLE = "bundle";

  /** Where the shares of the tokens that pass each stage come from. */
  public enum Shares {
    /** From {@code plan.keep.*}. */
    SETTINGS,
    /** From what was mined in the warehouse with this model and these settings. */
    WAREHOUSE
  }

  /**
   * The questions that {@code evaluate} would ask.
   *
   * @param count how many
   * @param images that they are about
   * @param tokens of a question behind the image, a mean; 0 for as many as the prompt of the
   *     experiments has there
   * @param answerTokens of an answer behind its first one, a mean, the end included; 0 where the
   *     first token alone is scored
   */
  public record Questions(long count, long images, int tokens, int answerTokens) {

    static Questions from(Section in) {
      return new Questions(
          in.integer("count", Range.atLeast(1)),
          in.integer("images", Range.atLeast(1)),
          in.integer("tokens", Range.atLeast(0)),
          in.integer("answerTokens", Range.atLeast(0)));
    }
  }

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
   * Reads the block {@code plan}, and the preset with its experiments and clustering.
   *
   * @param root everything
   */
  static PlanSettings from(Section root) {
    Section in = root.section("plan");
    return new PlanSettings(
        in.integer("images", Range.atLeast(1)),
        in.parsed("patches", "a whole number, at least 0", PlanSettings::count),
        Optional.of(in.text("shape")).filter(name -> !name.equals(BUNDLE)),
        in.parsed("gflopsPerSecond", "a number above 0, or measured", text -> rate(text, MEASURED)),
        in.parsed("matrixGflopsPerSecond", "a number above 0, or same", text -> rate(text, SAME)),
        in.integer("slots", Range.atLeast(1)),
        in.choice("shares", Shares.class),
        Keep.from(in.section("keep")),
        in.number("articles", Range.FRACTION),
        in.bytes("imageBytes"),
        Questions.from(in.section("questions")),
        root.text("preset"),
        ExperimentSection.from(root.section("experiment")),
        ClusterSettings.from(root.section("cluster")));
  }

  private static long count(String text) {
    long count = Long.parseLong(text);
    if (count < 0) {
      throw new IllegalArgumentException(text);
    }
    return count;
  }

  private static OptionalDouble rate(String text, String without) {
    if (text.equals(without)) {
      return OptionalDouble.empty();
    }
    double rate = Double.parseDouble(text);
    if (!(rate > 0) || Double.isInfinite(rate)) {
      throw new IllegalArgumentException(text);
    }
    return OptionalDouble.of(rate);
  }
}
