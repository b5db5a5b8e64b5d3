package org.tokenquarry.jobs.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.DeltaOperations;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.actions.FileAction;
import org.tokenquarry.jobs.spark.ScalaCollections;
import scala.Option;

/**
 * Writes the rows of some files of a Delta table to other files, in one commit that says that no
 * row has changed. Runs that add rows at the same time are not disturbed.
 *
 * <p>Delta's own OPTIMIZE cannot be told which files to take: with an order of rows it rewrites a
 * whole partition every time. So this class does with Delta's transaction what OPTIMIZE does.
 */
final class FileRewrite {

  private final DeltaLog log;
  private final DeltaFiles files;

  /**
   * Looks at a table, which must exist.
   *
   * @param path of the table
   */
  FileRewrite(SparkSession spark, String path) {
    this.log = DeltaLog.forTable(spark, path);
    this.files = new DeltaFiles(spark, path);
  }

  /** Writes a checkpoint if it is time for one. */
  void keepLogShort() {
    files.keepLogShort();
  }

  /**
   * Merges files.
   *
   * @param table said in errors
   * @param merged of one partition, of the latest version
   * @param into how many files are written, about
   * @param order of the rows; begins with the partition columns
   * @return how many files were written
   * @throws ConcurrentRunException if another run has removed one of the files
   */
  long merge(String table, List<TableFile> merged, int into, Column[] order, RunInfo run) {
    OptimisticTransaction transaction = log.startTransaction(Option.empty(), Option.empty());
    List<AddFile> old = files.find(transaction, merged);
    if (old.size() < merged.size()) {
      throw TableErrors.sequenceRace(table);
    }
    Dataset<Row> rows =
        log.createDataFrame(
            transaction.snapshot(), ScalaCollections.scala(old), false, Option.empty());
    Dataset<Row> divided = into == 1 ? rows.coalesce(1) : rows.repartitionByRange(into, order);
    Collection<FileAction> written =
        ScalaCollections.java(
            transaction.writeFiles(
                divided.sortWithinPartitions(order),
                Option.empty(),
                true,
                ScalaCollections.scala(List.of())));
    long now = System.currentTimeMillis();
    List<Action> actions = new ArrayList<>();
    List<AddFile> added = new ArrayList<>();
    for (FileAction each : written) {
      if (each instanceof AddFile add) {
        added.add(AddFiles.withoutChange(add));
      }
    }
    actions.addAll(added);
    old.forEach(file -> actions.add(file.removeWithTimestamp(now, false)));
    requireSameRows(table, old, added);
    DeltaFiles.commit(transaction, actions, optimize(order, run));
    return added.size();
  }

  /** Rather no compaction than a lost row. */
  private static void requireSameRows(String table, List<AddFile> old, List<AddFile> added) {
    long before = rows(old);
    long after = rows(added);
    if (before >= 0 && after >= 0 && before != after) {
      throw new IllegalStateException(
          "%d rows of the table %s became %d".formatted(before, table, after));
    }
  }

  /** -1 if a file does not say how many rows it has. */
  private static long rows(List<AddFile> files) {
    long rows = 0;
    for (AddFile file : files) {
      Option<Object> own = file.numLogicalRecords();
      if (own.isEmpty()) {
        return -1;
      }
      rows += (Long) own.get();
    }
    return rows;
  }

  private static DeltaOperations.Optimize optimize(Column[] order, RunInfo run) {
    return new DeltaOperations.Optimize(
        ScalaCollections.scala(List.<Expression>of()),
        ScalaCollections.scala(Arrays.stream(order).map(Column::toString).toList()),
        false,
        Option.empty(),
        false) {
      @Override
      public Option<String> userMetadata() {
        return Option.apply(run.json());
      }
    };
  }
}
