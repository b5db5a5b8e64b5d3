package org.tokenquarry.jobs.publish;

import org.tokenquarry.jobs.job.Summary;

/**
 * What {@code publish} did.
 *
 * @param version number of the version that is published now
 * @param status of that version
 * @param contentDigest sha256 of its prototypes
 * @param questionSet the questions whose metrics decided; null if none did, because the version was
 *     published already or no evaluation was asked for
 */
public record PublishSummary(long version, String status, String contentDigest, String questionSet)
    implements Summary {

  @Override
  public String text() {
    String judged = questionSet == null ? "" : ", judged by " + questionSet;
    return "version " + version + " is " + status + judged;
  }
}
