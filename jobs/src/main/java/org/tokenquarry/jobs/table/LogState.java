package org.tokenquarry.jobs.table;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * What the log of a table costs a reader who opens the table for the first time.
 *
 * @param version number of the latest commit
 * @param tableFiles files of that version
 * @param logFiles files of the log
 * @param logBytes their size together
 * @param seconds until the reader knows the files of the table
 */
public record LogState(
    long version, long tableFiles, long logFiles, long logBytes, double seconds) {

  private static final double NANOSECONDS = 1e9;

  /** Opens a table as if for the first time. */
  public static LogState of(Warehouse warehouse, TableSpec table) {
    SeenTables.forget();
    long begin = System.nanoTime();
    long files = warehouse.delta(table).files().size();
    double seconds = (System.nanoTime() - begin) / NANOSECONDS;
    long bytes = 0;
    FileStatus[] log = log(warehouse, table);
    for (FileStatus file : log) {
      bytes += file.getLen();
    }
    return new LogState(warehouse.log(table).latest(), files, log.length, bytes, seconds);
  }

  private static FileStatus[] log(Warehouse warehouse, TableSpec table) {
    Path log = new Path(warehouse.path(table), TableLog.FOLDER);
    try {
      return log.getFileSystem(warehouse.hadoop()).listStatus(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
