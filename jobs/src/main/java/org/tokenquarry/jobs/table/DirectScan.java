package org.tokenquarry.jobs.table;

import static io.delta.kernel.internal.util.Utils.singletonCloseableIterator;

import io.delta.kernel.Scan;
import io.delta.kernel.ScanBuilder;
import io.delta.kernel.Snapshot;
import io.delta.kernel.Table;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.exceptions.TableNotFoundException;
import io.delta.kernel.expressions.Predicate;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.data.ScanStateRow;
import io.delta.kernel.types.StructField;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;

/**
 * Reads the latest version of a Delta table in this process, by Delta Kernel. To start a Spark
 * session would take many times as long as to read a small table.
 *
 * <p>Only the columns that are asked for are read. All cores share the files. Only what the caller
 * keeps of the rows stays in memory.
 */
final class DirectScan {

  private final Engine engine;
  private final String path;

  /**
   * Looks at one table.
   *
   * @param hadoop says how its file system is reached
   * @param path of the table
   */
  DirectScan(Configuration hadoop, String path) {
    this.engine = DefaultEngine.create(hadoop);
    this.path = path;
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
    Optional<Snapshot> snapshot = snapshot();
    if (snapshot.isEmpty()) {
      return List.of();
    }
    Scan scan = scan(snapshot.get(), columns, partitions);
    Row state = scan.getScanState(engine);
    // As a list, because an iterator of unknown length is not dealt out evenly.
    return files(scan).parallelStream().flatMap(file -> kept(state, file, keep).stream()).toList();
  }

  private Optional<Snapshot> snapshot() {
    try {
      return Optional.of(Table.forPath(engine, path).getLatestSnapshot(engine));
    } catch (TableNotFoundException e) {
      return Optional.empty();
    }
  }

  private Scan scan(Snapshot snapshot, List<String> columns, Optional<Predicate> partitions) {
    StructType schema = snapshot.getSchema(engine);
    List<StructField> fields = columns.stream().map(schema::get).toList();
    ScanBuilder builder =
        snapshot.getScanBuilder(engine).withReadSchema(engine, new StructType(fields));
    return partitions.map(each -> builder.withFilter(engine, each)).orElse(builder).build();
  }

  private List<Row> files(Scan scan) {
    List<Row> files = new ArrayList<>();
    try (CloseableIterator<FilteredColumnarBatch> batches = scan.getScanFiles(engine)) {
      while (batches.hasNext()) {
        addRows(batches.next(), files);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  private static void addRows(FilteredColumnarBatch batch, List<Row> files) throws IOException {
    try (CloseableIterator<Row> rows = batch.getRows()) {
      rows.forEachRemaining(files::add);
    }
  }

  private <T> List<T> kept(Row state, Row file, Function<DirectRow, Optional<T>> keep) {
    List<T> kept = new ArrayList<>();
    StructType physical = ScanStateRow.getPhysicalDataReadSchema(engine, state);
    try (CloseableIterator<FilteredColumnarBatch> batches =
        Scan.transformPhysicalData(
            engine,
            state,
            file,
            engine
                .getParquetHandler()
                .readParquetFiles(
                    singletonCloseableIterator(InternalScanFileUtils.getAddFileStatus(file)),
                    physical,
                    Optional.empty()))) {
      while (batches.hasNext()) {
        try (CloseableIterator<Row> rows = batches.next().getRows()) {
          rows.forEachRemaining(row -> keep.apply(new DirectRow(row)).ifPresent(kept::add));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return kept;
  }
}
