package org.tokenquarry.jobs.report.page;

import java.util.List;
import org.tokenquarry.jobs.table.MetricValue;
import org.tokenquarry.jobs.table.SettingChange;

/**
 * What changed since the version before.
 *
 * @param previous number of the version before
 * @param prototypes how many are new, gone and unchanged
 * @param redundantBefore share of the probed tokens that was redundant in the version before, in
 *     [0, 1]; NaN if no token was probed
 * @param redundantNow the same for this version
 * @param sameModel whether both were mined from the same model
 * @param settings the settings that differ
 * @param accuracies of the pruners that use the codebook, on questions that both versions were
 *     asked
 */
public record Drift(
    int previous,
    Prototypes prototypes,
    double redundantBefore,
    double redundantNow,
    boolean sameModel,
    List<SettingChange> settings,
    List<Accuracy> accuracies) {

  /** Copies the lists. */
  public Drift {
    settings = List.copyOf(settings);
    accuracies = List.copyOf(accuracies);
  }

  /**
   * Numbers of prototypes. Two are the same if they are the same token of the same image; if a
   * version was imported, if they are equal.
   *
   * @param added number of those in this version only
   * @param removed number of those in the version before only
   * @param same number of those in both
   */
  public record Prototypes(long added, long removed, long same) {}

  /**
   * The accuracy of one pruner with both versions.
   *
   * @param questionSet name of the question set
   * @param pruner name of the pruner
   * @param keep share of the visual tokens that is kept, in (0, 1]
   * @param before accuracy with the version before
   * @param now accuracy with this version
   */
  public record Accuracy(
      String questionSet, String pruner, double keep, MetricValue before, MetricValue now) {

    /** The accuracy with this version minus that with the version before. */
    public double change() {
      return now.value() - before.value();
    }

    /** Whether the intervals of both have no point in common. */
    public boolean beyondIntervals() {
      return now.low() > before.high() || now.high() < before.low();
    }
  }
}
