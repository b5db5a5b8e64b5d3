package org.tokenquarry.jobs.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * Where a commit comes from.
 *
 * @param runId identifies one run of a verb
 * @param verb the command that ran
 * @param modelDigest the model; empty if the commit does not depend on a model
 * @param settingsDigest the settings; empty if the commit does not depend on settings
 */
public record RunInfo(String runId, String verb, String modelDigest, String settingsDigest) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** One JSON object, which the history of a table keeps with the commit. */
  String json() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of strings can always be written", e);
    }
  }
}
