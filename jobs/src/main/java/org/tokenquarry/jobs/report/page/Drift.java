package org.tokenquarry.jobs.report.page;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What changed since the version before.
 *
 * @param previous that version's number
 * @param prototypes which came, went and stayed
 * @param redundantBefore share of the probed tokens that was redundant, in [0, 1]; NaN of none
 * @param redundantNow the same of this version
 * @param sameModel whether both were mined from the same model
 * @param settings those that differ
 * @param accuracies of the codebook's pruners on the questions that both versions were asked
 */
public record Drift(
    int previous,
    Prototypes prototypes,
    double redundantBefore,
    double redundantNow,
    boolean sameModel,
    List<Setting> settings,
    List<Accuracy> accuracies) {

  /** Copies the lists. */
  public Drift {
    settings = List.copyOf(settings);
    accuracies = List.copyOf(accuracies);
  }

  /**
   * Prototypes, known by their image and token.
   *
   * @param added in this version only
   * @param removed in the version before only
   * @param same in both
   */
  public record Prototypes(long added, long removed, long same) {}

  /**
   * A setting that differs.
   *
   * @param name its path
   * @param before its value, or empty
   * @param now its value, or empty
   */
  public record Setting(String name, String before, String now) {}

  /**
   * One figure of both versions.
   *
   * @param questionSet its name
   * @param pruner its name
   * @param keep fraction of the visual tokens kept
   * @param before with its interval
   * @param now with its interval
   */
  public record Accuracy(
      String questionSet, String pruner, double keep, Estimate before, Estimate now) {

    /** This version's less the one's before. */
    public double change() {
      return now.value() - before.value();
    }

    /** Whether the intervals have nothing in common. */
    public boolean beyondIntervals() {
      return low(now) > high(before) || high(now) < low(before);
    }

    private static double low(Estimate estimate) {
      return estimate.low().orElse(estimate.value());
    }

    private static double high(Estimate estimate) {
      return estimate.high().orElse(estimate.value());
    }
  }

  /**
   * A figure with its interval.
   *
   * @param value in [0, 1]
   * @param low lower end
   * @param high upper end
   */
  public record Estimate(double value, OptionalDouble low, OptionalDouble high) {}
}
