package org.tokenquarry.jobs.table;

import java.sql.Timestamp;
import java.time.Instant;
import org.apache.spark.sql.types.DataTypes;
import org.tokenquarry.task.RowSchema;

/**
 * The row of the table {@code lease}: which run may write to the warehouse, or was the last to.
 *
 * @param change counts the changes of the row, from 1
 * @param epoch counts the leases, from 1
 * @param runId the run
 * @param verb what it runs
 * @param host where its driver runs
 * @param pid its process there
 * @param startedAt when that process started; null where the system does not tell
 * @param takenAt when it took the lease
 * @param heartbeatAt when it was last heard
 * @param expiresAt until when it is taken for alive without being heard
 * @param releasedAt when it gave the lease back; null while it holds it
 */
public record LeaseRow(
    long change,
    long epoch,
    String runId,
    String verb,
    String host,
    long pid,
    Instant startedAt,
    Instant takenAt,
    Instant heartbeatAt,
    Instant expiresAt,
    Instant releasedAt) {

  static final RowSchema<LeaseRow> COLUMNS =
      RowSchema.<LeaseRow>empty()
          .required("change", DataTypes.LongType, LeaseRow::change)
          .required("epoch", DataTypes.LongType, LeaseRow::epoch)
          .required("run_id", DataTypes.StringType, LeaseRow::runId)
          .required("verb", DataTypes.StringType, LeaseRow::verb)
          .required("host", DataTypes.StringType, LeaseRow::host)
          .required("pid", DataTypes.LongType, LeaseRow::pid)
          .optional("started_at", DataTypes.TimestampType, row -> timestamp(row.startedAt()))
          .required("taken_at", DataTypes.TimestampType, row -> timestamp(row.takenAt()))
          .required("heartbeat_at", DataTypes.TimestampType, row -> timestamp(row.heartbeatAt()))
          .required("expires_at", DataTypes.TimestampType, row -> timestamp(row.expiresAt()))
          .optional("released_at", DataTypes.TimestampType, row -> timestamp(row.releasedAt()));

  private static Timestamp timestamp(Instant time) {
    return time == null ? null : Timestamp.from(time);
  }

  /** The same lease, heard of again. */
  public LeaseRow heard(Instant now, Instant until) {
    return new LeaseRow(
        change + 1, epoch, runId, verb, host, pid, startedAt, takenAt, now, until, null);
  }

  /** The same lease, given back. */
  public LeaseRow released(Instant now) {
    return new LeaseRow(
        change + 1, epoch, runId, verb, host, pid, startedAt, takenAt, now, now, now);
  }

  /** Reads a row. */
  static LeaseRow of(DirectRow row) {
    return new LeaseRow(
        row.number("change"),
        row.number("epoch"),
        row.string("run_id"),
        row.string("verb"),
        row.string("host"),
        row.number("pid"),
        row.instant("started_at"),
        row.instant("taken_at"),
        row.instant("heartbeat_at"),
        row.instant("expires_at"),
        row.instant("released_at"));
  }
}
