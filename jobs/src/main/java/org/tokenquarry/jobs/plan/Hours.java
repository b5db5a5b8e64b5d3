package org.tokenquarry.jobs.plan;

/** Hours of slots that share work evenly. */
final class Hours {

  private static final double SECONDS = 3600;

  private Hours() {}

  /**
   * The hours of all slots together.
   *
   * @param seconds of one slot for everything
   */
  static double of(double seconds, int slots) {
    return seconds / slots / SECONDS;
  }
}
