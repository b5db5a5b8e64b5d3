package org.tokenquarry.jobs.table;

import io.delta.kernel.Snapshot;
import io.delta.kernel.Table;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.exceptions.TableNotFoundException;
import io.delta.kernel.expressions.Predicate;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.ScanImpl;
import io.delta.kernel.internal.SnapshotImpl;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ObjLongConsumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.tokenquarry.error.Problem;
import org.tokenquarry.error.UserException;

/**
 * Reads the latest version of a Delta table in this process, by Delta Kernel. To start a Spark
 * session would take many times as long as to read a small table.
 *
 * <p>Only the columns that are asked for are read. Only what the caller keeps of the rows stays in
 * memory. Kernel's public interface does not give the statistics of files; its own scan does.
 */
final class DirectScan {

  private final Configuration hadoop;
  private final Engine engine;
  private final String warehouse;
  private final String path;
  private final TableSpec table;

  /**
   * Looks at one table.
   *
   * @param hadoop says how its file system is reached
   * @param warehouse for messages
   * @param path of the table
   * @param table the columns that it should have
   */
  DirectScan(Configuration hadoop, String warehouse, String path, TableSpec table) {
    this.hadoop = hadoop;
    this.engine = DefaultEngine.create(hadoop);
    this.warehouse = warehouse;
    this.path = path;
    this.table = table;
  }

  /**
   * Reads all rows, those of one file in their order.
   *
   * @param columns the columns that a row has
   * @param partitions keeps files that may hold such rows, by the table's partition columns
   * @param keep gives what is kept of a row, or empty; called by several threads
   * @return empty if the table does not exist
   */
  <T> List<T> rows(
      List<String> columns, Optional<Predicate> partitions, Function<DirectRow, Optional<T>> keep) {
    return files(columns, partitions, statistics -> true).rows(keep);
  }

  /**
   * Chooses files, none of which is opened yet.
   *
   * @param columns the columns that a row has
   * @param partitions keeps files that may hold such rows, by the table's partition columns
   * @param wanted keeps files by their statistics, which are null where a file has none
   * @return no files if the table does not exist
   * @throws UserException if another program has changed one of the columns
   */
  DirectFiles files(
      List<String> columns,
      Optional<Predicate> partitions,
      java.util.function.Predicate<String> wanted) {
    Optional<Snapshot> snapshot = snapshot();
    if (snapshot.isEmpty()) {
      return new DirectFiles(engine, null, List.of());
    }
    OlderTables.requireFits(warehouse, table, schema(snapshot.get()), columns);
    ScanImpl scan = (ScanImpl) KernelReads.scan(engine, snapshot.get(), columns, partitions);
    return new DirectFiles(engine, scan.getScanState(engine), files(scan, wanted));
  }

  /**
   * Goes through the files of the latest version, without opening them.
   *
   * @param each takes the location and the length in bytes of one file
   */
  void eachFile(ObjLongConsumer<String> each) {
    snapshot()
        .map(latest -> (ScanImpl) KernelReads.scan(engine, latest, List.of(), Optional.empty()))
        .ifPresent(scan -> eachFile(scan, each));
  }

  private void eachFile(ScanImpl scan, ObjLongConsumer<String> each) {
    try (CloseableIterator<FilteredColumnarBatch> batches = scan.getScanFiles(engine)) {
      while (batches.hasNext()) {
        try (CloseableIterator<Row> rows = batches.next().getRows()) {
          rows.forEachRemaining(
              row -> {
                FileStatus file = InternalScanFileUtils.getAddFileStatus(row);
                each.accept(file.getPath(), file.getSize());
              });
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      throw named(e);
    }
  }

  /** The properties of the table; none if it does not exist. */
  Map<String, String> properties() {
    // Kernel has no public way to them.
    return snapshot()
        .map(latest -> ((SnapshotImpl) latest).getMetadata().getConfiguration())
        .orElse(Map.of());
  }

  /** Kernel's types are others than Spark's; the log has the schema as text. */
  private static StructType schema(Snapshot latest) {
    return (StructType) DataType.fromJson(((SnapshotImpl) latest).getMetadata().getSchemaString());
  }

  private Optional<Snapshot> snapshot() {
    try {
      return Optional.of(Table.forPath(engine, path).getLatestSnapshot(engine));
    } catch (TableNotFoundException e) {
      return Optional.empty();
    } catch (RuntimeException e) {
      if (new TableLog(hadoop, path).isEmpty()) {
        return Optional.empty(); // A run was killed before its first commit.
      }
      throw named(e);
    }
  }

  /** Kernel does not say which entry of the log it could not read. */
  private RuntimeException named(RuntimeException failure) {
    try {
      List<Problem> problems = new LogCheck(hadoop, new Path(path)).problems();
      if (!problems.isEmpty()) {
        UserException named = new UserException(problems);
        named.addSuppressed(failure);
        return named;
      }
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
    return failure;
  }

  private List<Row> files(ScanImpl scan, java.util.function.Predicate<String> wanted) {
    List<Row> files = new ArrayList<>();
    try (CloseableIterator<FilteredColumnarBatch> batches = scan.getScanFiles(engine, true)) {
      while (batches.hasNext()) {
        try (CloseableIterator<Row> rows = batches.next().getRows()) {
          rows.forEachRemaining(
              file -> {
                if (wanted.test(statistics(file))) {
                  files.add(file);
                }
              });
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      throw named(e);
    }
    return files;
  }

  private static String statistics(Row file) {
    Row added = file.getStruct(InternalScanFileUtils.ADD_FILE_ORDINAL);
    int place = added.getSchema().indexOf("stats");
    return added.isNullAt(place) ? null : added.getString(place);
  }
}
