package org.tokenquarry.jobs.table;

/** Whether a pruner is better than the one it is compared with. */
public enum Standing {
  /** The interval of the difference lies above 0. */
  AHEAD("ahead", "+"),
  /** The interval of the difference lies below 0. */
  BEHIND("behind", "-"),
  /** The interval of the difference holds 0. */
  NOT_TOLD_APART("not told apart", "=");

  private final String words;
  private final String mark;

  Standing(String words, String mark) {
    this.words = words;
    this.mark = mark;
  }

  /**
   * The standing of a pruner.
   *
   * @param difference its accuracy minus that of the other one
   */
  public static Standing of(MetricValue difference) {
    if (difference.low() > 0) {
      return AHEAD;
    }
    return difference.high() < 0 ? BEHIND : NOT_TOLD_APART;
  }

  /** How tables say it. */
  public String words() {
    return words;
  }

  /** One character where there is no room for words. */
  public String mark() {
    return mark;
  }
}
