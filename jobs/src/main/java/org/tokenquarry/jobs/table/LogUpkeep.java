package org.tokenquarry.jobs.table;

import java.util.Map;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.LastCheckpointInfo;
import org.apache.spark.sql.delta.Snapshot;
import scala.Option;

/**
 * Keeps the log of a table short. Delta writes a checkpoint at every tenth commit by itself. A
 * checkpoint holds every file of the table, so with each commit adding files, that work grows with
 * the square of the commits. Here a checkpoint is written when the commits behind the last one are
 * a share of what it holds. So the work of a commit stays the same on average, and a reader finds
 * few commits behind the checkpoint.
 *
 * <p>With a checkpoint, Delta removes the part of the log that is older than its retention.
 */
final class LogUpkeep {

  /** Delta's own rule remains as the last resort, for those who write with other programs. */
  private static final int DELTAS_INTERVAL = 1_000;

  private static final int FEWEST_COMMITS = 20;
  private static final int ACTIONS_PER_COMMIT = 500;

  /** Old rows are found as long as old files are: {@code vacuum} keeps files so long, too. */
  private static final String RETENTION = "interval 7 days";

  /** Properties of tables that many commits are made to. */
  static final Map<String, String> PROPERTIES =
      Map.of(
          "delta.checkpointInterval",
          Integer.toString(DELTAS_INTERVAL),
          "delta.logRetentionDuration",
          RETENTION);

  private LogUpkeep() {}

  /** Writes a checkpoint if it is time for one. Call it after a commit. */
  static void after(DeltaLog log) {
    Snapshot latest = log.unsafeVolatileSnapshot();
    long commits = latest.version() - latest.logSegment().checkpointProvider().version();
    if (commits >= FEWEST_COMMITS && isDue(commits, held(log))) {
      log.checkpoint(latest, Option.empty());
    }
  }

  /**
   * Whether it is time for a checkpoint.
   *
   * @param commits behind the last one
   * @param held actions in the last one
   */
  static boolean isDue(long commits, long held) {
    return commits >= Math.max(FEWEST_COMMITS, held / ACTIONS_PER_COMMIT);
  }

  private static long held(DeltaLog log) {
    Option<LastCheckpointInfo> last = log.readLastCheckpointFile();
    return last.isDefined() ? last.get().size() : 0;
  }
}
