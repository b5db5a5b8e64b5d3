package org.tokenquarry.jobs.retire;

import org.tokenquarry.jobs.job.Summary;

/**
 * What {@code retire} did.
 *
 * @param version number of the version
 * @param status of that version
 * @param retiredAt when it was retired, ISO 8601, UTC; earlier than this run if it was already
 */
public record RetireSummary(long version, String status, String retiredAt) implements Summary {

  @Override
  public String text() {
    return "version " + version + " is " + status + " since " + retiredAt;
  }
}
