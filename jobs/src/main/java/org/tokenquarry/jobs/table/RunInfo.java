package org.tokenquarry.jobs.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * Where a commit comes from.
 *
 * @param runId identifies one run of a verb
 * @param verb the command that ran
 * @param modelDigest the model, or empty where none was involved
 * @param settingsDigest the settings, or empty where none matter
 */
public record RunInfo(String runId, String verb, String modelDigest, String settingsDigest) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** What a table's history keeps about the commit, one JSON object. */
  String json() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of strings can always be written", e);
    }
  }
}
