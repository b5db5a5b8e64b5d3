package org.tokenquarry.jobs.publish;

import java.util.List;
import org.tokenquarry.jobs.job.Summary;

/**
 * What {@code publish} did.
 *
 * @param version number of the version that is published now
 * @param status of that version
 * @param aliases that stand for it
 * @param contentDigest sha256 of its prototypes
 * @param questionSet the questions whose metrics decided; null if none did, because the version was
 *     published already or no evaluation was asked for
 */
public record PublishSummary(
    long version, String status, List<String> aliases, String contentDigest, String questionSet)
    implements Summary {

  /** Copies the list. */
  public PublishSummary {
    aliases = List.copyOf(aliases);
  }

  @Override
  public String text() {
    String judged = questionSet == null ? "" : ", judged by " + questionSet;
    return "version " + version + " is " + status + judged;
  }
}
