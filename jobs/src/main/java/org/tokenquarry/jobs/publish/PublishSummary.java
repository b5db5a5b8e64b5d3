package org.tokenquarry.jobs.publish;

import org.tokenquarry.jobs.job.Summary;

/**
 * What {@code publish} did.
 *
 * @param version that is published now
 * @param status of that version
 * @param contentDigest its identity
 * @param questionSet whose figures decided; null where none did: the version was published already,
 *     or no evaluation was asked for
 */
public record PublishSummary(long version, String status, String contentDigest, String questionSet)
    implements Summary {

  @Override
  public String text() {
    String judged = questionSet == null ? "" : ", judged by " + questionSet;
    return "version " + version + " is " + status + judged;
  }
}
