package org.tokenquarry.jobs.table;

import java.sql.Timestamp;
import java.time.Instant;
import org.apache.spark.sql.types.DataTypes;
import org.tokenquarry.task.RowSchema;

/**
 * A step of a night that ended well: a row of {@link Tables#STEPS}.
 *
 * @param step the verb
 * @param runId of the night
 * @param endedAt when the step ended
 * @param inputs what the step depended on beside tables: canonical JSON
 * @param versions of the parts of tables that it depended on, when it ended: canonical JSON
 * @param summary what it told: JSON
 */
public record FinishedStep(
    String step, String runId, Instant endedAt, String inputs, String versions, String summary) {

  static final RowSchema<FinishedStep> COLUMNS =
      RowSchema.<FinishedStep>empty()
          .required("step", DataTypes.StringType, FinishedStep::step)
          .required("run_id", DataTypes.StringType, FinishedStep::runId)
          .required("ended_at", DataTypes.TimestampType, row -> Timestamp.from(row.endedAt()))
          .required("inputs", DataTypes.StringType, FinishedStep::inputs)
          .required("versions", DataTypes.StringType, FinishedStep::versions)
          .required("summary", DataTypes.StringType, FinishedStep::summary);

  /** Reads a row. */
  static FinishedStep of(DirectRow row) {
    return new FinishedStep(
        row.string("step"),
        row.string("run_id"),
        row.instant("ended_at"),
        row.string("inputs"),
        row.string("versions"),
        row.string("summary"));
  }
}
