package org.tokenquarry.jobs.table;

import static io.delta.kernel.internal.util.Utils.singletonCloseableIterator;

import io.delta.kernel.Scan;
import io.delta.kernel.ScanBuilder;
import io.delta.kernel.Snapshot;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.expressions.Predicate;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.data.ScanStateRow;
import io.delta.kernel.types.StructField;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Those calls of Delta Kernel that differ between Delta 3 and Delta 4. This is the class for Delta
 * 3.
 */
final class KernelReads {

  private KernelReads() {}

  /**
   * Prepares a scan.
   *
   * @param columns the columns that are read; a row lacks those that the table lacks
   * @param partitions keeps files that may hold such rows, by the table's partition columns
   */
  static Scan scan(
      Engine engine, Snapshot snapshot, List<String> columns, Optional<Predicate> partitions) {
    StructType schema = snapshot.getSchema(engine);
    List<StructField> fields =
        schema.fields().stream().filter(field -> columns.contains(field.getName())).toList();
    ScanBuilder builder =
        snapshot.getScanBuilder(engine).withReadSchema(engine, new StructType(fields));
    return partitions.map(each -> builder.withFilter(engine, each)).orElse(builder).build();
  }

  /**
   * Reads the rows of a file.
   *
   * @param state of the scan
   * @return closed by the caller
   * @throws IOException if the file cannot be read
   */
  static CloseableIterator<FilteredColumnarBatch> rows(Engine engine, Row state, Row file)
      throws IOException {
    StructType physical = ScanStateRow.getPhysicalDataReadSchema(engine, state);
    return Scan.transformPhysicalData(
        engine,
        state,
        file,
        engine
            .getParquetHandler()
            .readParquetFiles(
                singletonCloseableIterator(InternalScanFileUtils.getAddFileStatus(file)),
                physical,
                Optional.empty()));
  }
}
