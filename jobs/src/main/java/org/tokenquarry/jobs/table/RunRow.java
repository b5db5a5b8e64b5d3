package org.tokenquarry.jobs.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.spark.sql.types.DataTypes;
import org.tokenquarry.task.RowSchema;

/**
 * A run of a verb that writes: a row of {@link Tables#RUNS}.
 *
 * @param runId names it
 * @param verb what ran
 * @param startedAt when it began
 * @param endedAt when it ended, or failed
 * @param exitCode of the process, 0 if all went well
 * @param errorCode what went wrong; null if nothing did
 * @param error its sentence; null if nothing did
 * @param summary what the verb told, JSON; null if it failed before it had something to tell
 * @param settings every setting that was used, JSON, secrets hidden
 * @param versions of the tables before and after: JSON {@code {table: [before, after]}}; those that
 *     the run did not write have the same number twice
 */
public record RunRow(
    String runId,
    String verb,
    Instant startedAt,
    Instant endedAt,
    int exitCode,
    String errorCode,
    String error,
    String summary,
    String settings,
    String versions) {

  private static final ObjectMapper JSON = new ObjectMapper();

  static final RowSchema<RunRow> COLUMNS =
      RowSchema.<RunRow>empty()
          .required("run_id", DataTypes.StringType, RunRow::runId)
          .required("verb", DataTypes.StringType, RunRow::verb)
          .required("started_at", DataTypes.TimestampType, row -> Timestamp.from(row.startedAt()))
          .required("ended_at", DataTypes.TimestampType, row -> Timestamp.from(row.endedAt()))
          .required("exit_code", DataTypes.IntegerType, RunRow::exitCode)
          .optional("error_code", DataTypes.StringType, RunRow::errorCode)
          .optional("error", DataTypes.StringType, RunRow::error)
          .optional("summary", DataTypes.StringType, RunRow::summary)
          .required("settings", DataTypes.StringType, RunRow::settings)
          .required("versions", DataTypes.StringType, RunRow::versions);

  /** How long it took. */
  public double seconds() {
    return Duration.between(startedAt, endedAt).toMillis() / 1000.0;
  }

  /** What the verb told; empty if it failed before it had something to tell. */
  public Optional<JsonNode> told() {
    return Optional.ofNullable(summary).map(RunRow::tree);
  }

  /** The versions of the tables before and after. */
  public JsonNode changes() {
    return tree(versions);
  }

  private static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("It was written as JSON", e);
    }
  }

  /** Reads a row. */
  static RunRow of(DirectRow row) {
    return new RunRow(
        row.string("run_id"),
        row.string("verb"),
        row.instant("started_at"),
        row.instant("ended_at"),
        row.integer("exit_code"),
        row.stringOrNull("error_code"),
        row.stringOrNull("error"),
        row.stringOrNull("summary"),
        row.string("settings"),
        row.string("versions"));
  }
}
