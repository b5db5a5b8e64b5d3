package org.tokenquarry.jobs.table;

import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.io.ParquetDecodingException;
import org.tokenquarry.pack.WrittenFile;

/** Files of a Delta table, to be read in this process. All cores share them. */
final class DirectFiles {

  private final Engine engine;
  private final Row state;
  private final List<Row> files;

  /**
   * Files of one scan.
   *
   * @param state of the scan
   * @param files of the scan
   */
  DirectFiles(Engine engine, Row state, List<Row> files) {
    this.engine = engine;
    this.state = state;
    this.files = List.copyOf(files);
  }

  /** The size of all files, in bytes, columns that are not read included. */
  long bytes() {
    return files.stream()
        .mapToLong(file -> InternalScanFileUtils.getAddFileStatus(file).getSize())
        .sum();
  }

  /** The files themselves. How many rows they have is not looked up. */
  List<WrittenFile> written() {
    return files.stream()
        .map(file -> InternalScanFileUtils.getAddFileStatus(file))
        .map(file -> new WrittenFile(new Path(file.getPath()).getName(), file.getSize(), -1))
        .toList();
  }

  /**
   * Reads all rows, those of one file in their order.
   *
   * @param keep gives what is kept of a row, or empty; called by several threads
   */
  <T> List<T> rows(Function<DirectRow, Optional<T>> keep) {
    // As a list, because an iterator of unknown length is not dealt out evenly.
    return files.parallelStream().flatMap(file -> kept(file, keep).stream()).toList();
  }

  private <T> List<T> kept(Row file, Function<DirectRow, Optional<T>> keep) {
    List<T> kept = new ArrayList<>();
    try (CloseableIterator<FilteredColumnarBatch> batches = KernelReads.rows(engine, state, file)) {
      while (batches.hasNext()) {
        try (CloseableIterator<Row> rows = batches.next().getRows()) {
          rows.forEachRemaining(row -> keep.apply(new DirectRow(row)).ifPresent(kept::add));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      if (ExceptionUtils.indexOfType(e, ParquetDecodingException.class) < 0) {
        throw e;
      }
      throw new DamagedException(InternalScanFileUtils.getAddFileStatus(file).getPath(), e);
    }
    return kept;
  }

  /** A page cannot be read, or does not have its checksum. Parquet does not say of which file. */
  static final class DamagedException extends UncheckedIOException {

    private static final long serialVersionUID = 1L;

    private final String file;

    private DamagedException(String file, Exception cause) {
      super("Error reading Parquet file " + file, new IOException(cause));
      this.file = file;
    }

    /** Where the file is. */
    String file() {
      return file;
    }
  }
}
