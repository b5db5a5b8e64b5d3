package org.tokenquarry.jobs.table;

/**
 * The place of a commit among the commits of one kind of work. Each table that takes part knows the
 * last number it has. So a commit is never made twice, and of two runs that do the same work at the
 * same time, one is stopped.
 *
 * @param work names the kind of work, such as the mining with one model and settings
 * @param number from 1, without gaps
 */
public record Sequence(String work, long number) {

  /** The place behind this one. */
  public Sequence next() {
    return new Sequence(work, number + 1);
  }
}
