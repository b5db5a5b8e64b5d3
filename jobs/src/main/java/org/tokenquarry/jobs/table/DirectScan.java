package org.tokenquarry.jobs.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;
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

  private static final ObjectMapper JSON = new ObjectMapper();

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
    ScanImpl scan = scan(snapshot.get(), columns, partitions);
    List<Row> files = new ArrayList<>();
    eachRow(
        () -> scan.getScanFiles(engine, true),
        file -> {
          if (wanted.test(statistics(file))) {
            files.add(file);
          }
        });
    return new DirectFiles(engine, scan.getScanState(engine), files);
  }

  private Optional<ScanImpl> scanned() {
    return snapshot().map(latest -> scan(latest, List.of(), Optional.empty()));
  }

  private ScanImpl scan(Snapshot latest, List<String> columns, Optional<Predicate> partitions) {
    return (ScanImpl) KernelReads.scan(engine, latest, columns, partitions);
  }

  /**
   * Goes through the files of the latest version, without opening them.
   *
   * @param each takes the location and the length in bytes of one file
   */
  void eachFile(ObjLongConsumer<String> each) {
    scanned()
        .ifPresent(
            scan ->
                eachRow(
                    () -> scan.getScanFiles(engine),
                    row -> {
                      FileStatus file = InternalScanFileUtils.getAddFileStatus(row);
                      each.accept(file.getPath(), file.getSize());
                    }));
  }

  /**
   * The files of the latest version, in no order. Runs no Spark job, but reads the entries of the
   * log each time: for a table that Spark reads, too, {@link DeltaFiles#files} opens fewer files.
   *
   * @return no files if the table does not exist
   */
  List<TableFile> tableFiles() {
    List<TableFile> files = new ArrayList<>();
    scanned()
        .ifPresent(
            scan ->
                eachRow(() -> scan.getScanFiles(engine, true), row -> files.add(tableFile(row))));
    return files;
  }

  private TableFile tableFile(Row file) {
    Row added = added(file);
    URI relative = URI.create(added.getString(added.getSchema().indexOf("path")));
    return new TableFile(
        new Path(new Path(path), new Path(relative)).toString(),
        InternalScanFileUtils.getAddFileStatus(file).getSize(),
        rows(file),
        InternalScanFileUtils.getPartitionValues(file));
  }

  /** -1 if the log does not say, so that whoever needs the number counts. */
  private static long rows(Row file) {
    String statistics = statistics(file);
    if (statistics == null
        || InternalScanFileUtils.getDeletionVectorDescriptorFromRow(file) != null) {
      return -1;
    }
    try {
      return JSON.readTree(statistics).path("numRecords").asLong(-1);
    } catch (JsonProcessingException e) {
      return -1;
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

  private void eachRow(
      Supplier<CloseableIterator<FilteredColumnarBatch>> scan, Consumer<Row> each) {
    try (CloseableIterator<FilteredColumnarBatch> batches = scan.get()) {
      while (batches.hasNext()) {
        try (CloseableIterator<Row> rows = batches.next().getRows()) {
          rows.forEachRemaining(each);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      throw named(e);
    }
  }

  private static String statistics(Row file) {
    Row added = added(file);
    int place = added.getSchema().indexOf("stats");
    return added.isNullAt(place) ? null : added.getString(place);
  }

  private static Row added(Row file) {
    return file.getStruct(InternalScanFileUtils.ADD_FILE_ORDINAL);
  }
}
