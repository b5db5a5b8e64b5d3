package org.tokenquarry.jobs.config;

import java.time.Duration;

/**
 * What {@code vacuum} removes.
 *
 * @param retention how long files stay that no version of a table refers to
 * @param dryRun whether it only tells what it would remove
 */
public record VacuumSettings(Duration retention, boolean dryRun) {

  static VacuumSettings from(Section in) {
    return new VacuumSettings(in.duration("retention"), in.flag("dryRun"));
  }
}
