package org.tokenquarry.jobs.config;

/**
 * Where a bundle is checked.
 *
 * @param tasks Spark tasks that prove it, each on its device; 0 for this process alone
 */
public record VerifySettings(int tasks) {

  static VerifySettings from(Section in) {
    return new VerifySettings(in.integer("tasks", Range.atLeast(0)));
  }
}
