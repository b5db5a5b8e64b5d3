package org.tokenquarry.jobs.table;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.tokenquarry.error.Problem;
import org.tokenquarry.error.UserException;
import org.tokenquarry.jobs.failure.StorageErrors;

/**
 * Whether the latest version of a table can be read: its log, and the lengths of its files. It
 * lists the folder of the table once and reads the log. It opens no other file, so it finds files
 * that are missing or cut off, and not a byte that has changed.
 *
 * @param exists whether the table has been written
 * @param files of the latest version
 * @param problems what is wrong
 */
public record TableHealth(boolean exists, long files, List<Problem> problems) {

  /** Of one kind of problem in one table; the others are counted. */
  private static final int NAMED = 3;

  /** Copies the list. */
  public TableHealth {
    problems = List.copyOf(problems);
  }

  /**
   * Looks at a table.
   *
   * @throws IOException if the file system does not answer
   */
  public static TableHealth of(Warehouse warehouse, TableSpec table) throws IOException {
    Path root = new Path(warehouse.path(table));
    FileSystem fs = root.getFileSystem(warehouse.hadoop());
    if (!fs.exists(new Path(root, TableLog.FOLDER))) {
      return new TableHealth(false, 0, List.of());
    }
    List<Problem> log = new LogCheck(warehouse.hadoop(), root).problems();
    return log.isEmpty()
        ? files(warehouse, table, lengths(fs, root))
        : new TableHealth(true, 0, shortened(log));
  }

  /**
   * When the newest commit of a table was made.
   *
   * @return milliseconds since 1970, by the clock of the file system; 0 if there is no table
   */
  public static long latest(Warehouse warehouse, TableSpec table) throws IOException {
    Path log = new Path(warehouse.path(table), TableLog.FOLDER);
    try {
      return Arrays.stream(log.getFileSystem(warehouse.hadoop()).listStatus(log))
          .mapToLong(FileStatus::getModificationTime)
          .max()
          .orElse(0);
    } catch (FileNotFoundException e) {
      return 0;
    }
  }

  private static Map<String, Long> lengths(FileSystem fs, Path root) throws IOException {
    Map<String, Long> lengths = new HashMap<>();
    RemoteIterator<LocatedFileStatus> all = fs.listFiles(root, true);
    while (all.hasNext()) {
      LocatedFileStatus file = all.next();
      if (file.getPath().getName().endsWith(".parquet")) {
        lengths.put(file.getPath().toUri().getPath(), file.getLen());
      }
    }
    return lengths;
  }

  private static TableHealth files(
      Warehouse warehouse, TableSpec table, Map<String, Long> lengths) {
    List<Problem> missing = new ArrayList<>();
    List<Problem> cut = new ArrayList<>();
    long[] count = {0};
    try {
      warehouse
          .direct(table)
          .eachFile(
              (file, length) -> {
                count[0]++;
                Long found = lengths.get(new Path(file).toUri().getPath());
                if (found == null) {
                  missing.add(StorageErrors.fileMissing(file));
                } else if (found != length) {
                  cut.add(
                      StorageErrors.fileDamaged(
                          file, "has %d bytes and should have %d".formatted(found, length)));
                }
              });
    } catch (UserException e) {
      return new TableHealth(true, 0, e.problems());
    }
    List<Problem> problems = new ArrayList<>(shortened(missing));
    problems.addAll(shortened(cut));
    return new TableHealth(true, count[0], problems);
  }

  /** The first few; the last of them counts the others. */
  private static List<Problem> shortened(List<Problem> problems) {
    if (problems.size() <= NAMED) {
      return problems;
    }
    List<Problem> some = new ArrayList<>(problems.subList(0, NAMED));
    Problem last = some.remove(NAMED - 1);
    some.add(
        new Problem(
            last.code(),
            "%s %d more are like it.".formatted(last.cause(), problems.size() - NAMED),
            last.remedy()));
    return some;
  }
}
