package org.tokenquarry.jobs.config;

/**
 * What {@code runs} lists.
 *
 * @param count how many runs at most
 */
public record RunsSettings(int count) {

  static RunsSettings from(Section in) {
    return new RunsSettings(in.integer("count", Range.atLeast(1)));
  }
}
