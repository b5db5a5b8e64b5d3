package org.tokenquarry.jobs.config;

/**
 * What {@code repair} does.
 *
 * @param apply whether it changes the tables; otherwise it only tells what it would do
 */
public record RepairSettings(boolean apply) {

  static RepairSettings from(Section in) {
    return new RepairSettings(in.flag("apply"));
  }
}
