package org.tokenquarry.jobs.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.UUID;

/**
 * Where a commit comes from.
 *
 * @param runId identifies one run of a verb
 * @param verb the command that ran
 * @param modelDigest the model; empty if the commit does not depend on a model
 * @param settingsDigest the settings; empty if the commit does not depend on settings
 * @param commitId identifies one commit; empty as long as it is about a run
 */
public record RunInfo(
    String runId, String verb, String modelDigest, String settingsDigest, String commitId) {

  /** The origin of commits that any run might have made: they make a table, without rows. */
  static final RunInfo ANY = new RunInfo("", "", "", "");

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The origin of all commits of a run. */
  public RunInfo(String runId, String verb, String modelDigest, String settingsDigest) {
    this(runId, verb, modelDigest, settingsDigest, "");
  }

  /** The origin of one commit, which can be found again by its id. */
  RunInfo ofOneCommit() {
    return new RunInfo(runId, verb, modelDigest, settingsDigest, UUID.randomUUID().toString());
  }

  /** One JSON object, which the history of a table keeps with the commit. */
  String json() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of strings can always be written", e);
    }
  }
}
