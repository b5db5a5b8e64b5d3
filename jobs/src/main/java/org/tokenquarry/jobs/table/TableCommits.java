package org.tokenquarry.jobs.table;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.SaveMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tokenquarry.jobs.failure.Retries;

/**
 * Makes commits to the tables of a warehouse: through the {@link Fence} of the run, each one once,
 * and with a conflict told as what it is.
 */
final class TableCommits {

  private static final Logger LOG = LoggerFactory.getLogger(TableCommits.class);

  private static final String ORIGIN = "spark.databricks.delta.commitInfo.userMetadata";

  private final Warehouse warehouse;
  private final Fence fence;

  /**
   * Commits to the tables of {@code warehouse}.
   *
   * @param fence that they go through
   */
  TableCommits(Warehouse warehouse, Fence fence) {
    this.warehouse = warehouse;
    this.fence = fence;
  }

  /**
   * Makes one commit. If it fails, the log is read: where the commit stands in it all the same, it
   * was made, and only the reply was lost. Where it does not, and the reason may pass, it is tried
   * again. Should the first one still arrive after that, nothing is doubled: what adds rows has a
   * number that counts once, and every other change has the same effect twice.
   *
   * @param change makes the commit, with the given origin
   * @throws ConcurrentRunException if another run's commit forbids this one
   */
  void make(TableSpec table, RunInfo run, Consumer<RunInfo> change) {
    RunInfo one = run.ofOneCommit();
    Retries.SHORT.unchecked("a commit to " + table.name(), () -> attempt(table, one, change));
  }

  private RunInfo attempt(TableSpec table, RunInfo one, Consumer<RunInfo> change) {
    try {
      FencedTransactions.during(fence, () -> change.accept(one));
    } catch (Exception e) { // Scala does not declare what it throws.
      if (!stands(table, one)) {
        throw TableErrors.tableRace(table.name(), e);
      }
      LOG.warn("A commit to {} was reported as failed, and stands in the log", table.name(), e);
      warehouse.delta(table).refresh();
    }
    return one;
  }

  /** Nothing else may be done before this is known. */
  private boolean stands(TableSpec table, RunInfo one) {
    return Retries.SHORT.unchecked(
        "reading the log of " + table.name(), () -> warehouse.log(table).hasRecent(one.commitId()));
  }

  /**
   * Makes one commit by a command of Delta that takes the origin from the session. One thread of a
   * session may do so at a time; all other commits say their origin themselves.
   *
   * @throws ConcurrentRunException if another run's commit forbids this one
   */
  void command(TableSpec table, RunInfo run, Runnable command) {
    RuntimeConfig session = warehouse.spark().conf();
    make(
        table,
        run,
        one -> {
          session.set(ORIGIN, one.json());
          try {
            command.run();
          } finally {
            session.unset(ORIGIN);
          }
        });
  }

  /** Makes a table if it does not exist, and adds the columns that an older table lacks. */
  void create(TableSpec table, Map<String, String> properties) {
    if (warehouse.has(table)) {
      fence.requireExpected(table);
      addMissingColumns(table);
      return;
    }
    try {
      make(
          table,
          RunInfo.ANY,
          one ->
              DeltaFiles.create(
                  warehouse.spark(), warehouse.path(table), table, properties, fence.epoch(), one));
      fence.made(table);
    } catch (Exception e) {
      // Delta has many exceptions for the second of two runs.
      if (warehouse.log(table).latest() == TableLog.NONE) {
        throw e;
      }
      warehouse.delta(table).refresh();
      fence.requireExpected(table);
    }
  }

  private void addMissingColumns(TableSpec table) {
    if (!Warehouse.missing(table, warehouse.stored(table)).isEmpty()) {
      FencedTransactions.during(
          fence,
          () ->
              Warehouse.writer(warehouse.spark().createDataFrame(List.of(), table.schema()))
                  .option("mergeSchema", true)
                  .mode(SaveMode.Append)
                  .save(warehouse.path(table)));
    }
  }
}
