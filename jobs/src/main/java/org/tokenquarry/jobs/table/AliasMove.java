package org.tokenquarry.jobs.table;

import java.sql.Timestamp;
import java.time.Instant;
import org.apache.spark.sql.types.DataTypes;
import org.tokenquarry.task.RowSchema;

/**
 * One row of the table {@code aliases}: from now on an alias stands for this version. Rows are
 * added and never changed, so the newest row of an alias is what it stands for, and the rows before
 * are what it stood for.
 *
 * @param alias the name
 * @param move 1, 2, … for each alias, without gaps; 0 and less for what an older release published
 * @param version of the codebook
 * @param restores the earlier move that a rollback went back to; null if this is none
 * @param movedAt when; never before the move before, whatever the clock says
 * @param runId the run that moved it; null for what an older release published
 * @param verb the verb that moved it
 */
public record AliasMove(
    String alias,
    long move,
    long version,
    Long restores,
    Instant movedAt,
    String runId,
    String verb) {

  static final RowSchema<AliasMove> COLUMNS =
      RowSchema.<AliasMove>empty()
          .required("alias", DataTypes.StringType, AliasMove::alias)
          .required("move", DataTypes.LongType, AliasMove::move)
          .required("version", DataTypes.LongType, AliasMove::version)
          .optional("restores", DataTypes.LongType, AliasMove::restores)
          .required("moved_at", DataTypes.TimestampType, row -> Timestamp.from(row.movedAt()))
          .optional("run_id", DataTypes.StringType, AliasMove::runId)
          .required("verb", DataTypes.StringType, AliasMove::verb);

  /** Reads a row of these {@link #COLUMNS}. */
  static AliasMove of(DirectRow row) {
    return new AliasMove(
        row.string("alias"),
        row.number("move"),
        row.number("version"),
        row.numberOrNull("restores"),
        row.instant("moved_at"),
        row.stringOrNull("run_id"),
        row.string("verb"));
  }

  /** The move whose place among all moves this one has: a rollback has that of the earlier move. */
  long place() {
    return restores == null ? move : restores;
  }

  /** Whether a rollback made it. */
  boolean isRollback() {
    return restores != null;
  }
}
