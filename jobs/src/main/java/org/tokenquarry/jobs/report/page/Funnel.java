package org.tokenquarry.jobs.report.page;

import java.util.List;

/**
 * How many tokens each stage let pass, and what was put aside.
 *
 * @param stages in the order they ran
 * @param quarantined in the order to be shown
 */
public record Funnel(List<Stage> stages, List<Quarantined> quarantined) {

  /** Copies the lists. */
  public Funnel {
    stages = List.copyOf(stages);
    quarantined = List.copyOf(quarantined);
  }

  /** How many things were put aside in all. */
  public long quarantinedTotal() {
    return quarantined.stream().mapToLong(Quarantined::count).sum();
  }

  /**
   * One stage.
   *
   * @param name what is shown
   * @param in tokens that reached it
   * @param kept tokens that it let pass, at most {@code in}
   */
  public record Stage(String name, long in, long kept) {}

  /**
   * Things put aside for one reason.
   *
   * @param stage where: decode, encode, …
   * @param reason stable code
   * @param count how many
   */
  public record Quarantined(String stage, String reason, long count) {}
}
