package org.tokenquarry.jobs.compose;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.tokenquarry.jobs.job.Summary;
import org.tokenquarry.jobs.table.FinishedStep;

/**
 * A step that was skipped, because it would have found nothing new. In JSON it has the fields that
 * it would have told then, and {@code skipped}, which says since when.
 *
 * @param last when the step ended well
 */
record SkippedSummary(FinishedStep last) implements Summary {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** What the step would have told, as JSON. */
  static String stored(Summary summary) {
    try {
      return JSON.writeValueAsString(summary.again());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A summary is a record of plain values", e);
    }
  }

  /** What the step told. */
  ObjectNode told() {
    return told(last);
  }

  /** What a step told. */
  static ObjectNode told(FinishedStep step) {
    try {
      return (ObjectNode) JSON.readTree(step.summary());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("It was written as JSON", e);
    }
  }

  @JsonValue
  ObjectNode json() {
    return told().put("skipped", sentence());
  }

  private String sentence() {
    Instant since = last.endedAt().truncatedTo(ChronoUnit.SECONDS);
    return "Nothing that %s depends on has changed since %s (run %s)."
        .formatted(last.step(), since, last.runId());
  }

  @Override
  public String text() {
    return "skipped. " + sentence();
  }
}
