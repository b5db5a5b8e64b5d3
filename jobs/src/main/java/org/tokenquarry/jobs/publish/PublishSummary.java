package org.tokenquarry.jobs.publish;

import org.tokenquarry.jobs.job.Summary;

/**
 * What {@code publish} did.
 *
 * @param version that is published now
 * @param status of that version
 * @param contentDigest its identity
 */
public record PublishSummary(long version, String status, String contentDigest) implements Summary {

  @Override
  public String text() {
    return "version " + version + " is " + status;
  }
}
