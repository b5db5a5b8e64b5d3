package org.tokenquarry.jobs.table;

import io.delta.tables.DeltaTable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.delta.DeltaLog;
import scala.Console;

/**
 * Removes files of tables that no version of the table has had for a time: what compaction and
 * changes left behind, and what killed runs wrote and did not commit. Delta's own VACUUM does it.
 * The files of the latest version always stay, so no version of the codebook is touched.
 */
public final class Vacuum {

  /** Readers and other runs may hold on to what they saw for so long. */
  private static final Duration LEAST = Duration.ofDays(7);

  private static final String CHECK = "spark.databricks.delta.retentionDurationCheck.enabled";
  private static final int AT_ONCE = 10_000;

  /** Delta lists folders in so many tasks; Spark's default, 10,000, takes minutes to do nothing. */
  private static final String TASKS = "spark.sql.sources.parallelPartitionDiscovery.parallelism";

  private static final int TASKS_PER_SLOT = 2;

  private final Warehouse warehouse;
  private final Duration retention;
  private final boolean checked;

  /**
   * What a table has too much.
   *
   * @param files how many
   * @param bytes their size together
   */
  public record Outcome(long files, long bytes) {}

  /**
   * Prepares it.
   *
   * @param retention how long files stay after the last version that has them; for uncommitted
   *     files, since they were written
   * @throws org.tokenquarry.error.UserException if this is shorter than 7 days, unless the session
   *     allows it
   */
  public Vacuum(Warehouse warehouse, Duration retention) {
    this.warehouse = warehouse;
    this.retention = retention;
    this.checked = Boolean.parseBoolean(warehouse.spark().conf().get(CHECK, "true"));
    if (checked && retention.compareTo(LEAST) < 0) {
      throw RegistryErrors.retentionTooShort(hours(retention) + " h", hours(LEAST) + " h");
    }
  }

  /** What would be removed of a table, which may not exist. */
  public Outcome find(TableSpec table) {
    return warehouse.has(table) && hasOldFiles(table)
        ? withFewTasks(() -> counted(removable(table)))
        : new Outcome(0, 0);
  }

  /** Removes files of a table, which may not exist. To do it twice does no harm. */
  public Outcome remove(TableSpec table) {
    Outcome found = find(table);
    if (found.files() > 0) {
      withFewTasks(
          () ->
              DeltaTable.forPath(warehouse.spark(), warehouse.path(table))
                  .vacuum(Double.parseDouble(hours(kept(table)))));
    }
    return found;
  }

  /** To ask Delta takes seconds for each table, and it removes no file that is younger. */
  private boolean hasOldFiles(TableSpec table) {
    long oldest = System.currentTimeMillis() - kept(table).toMillis();
    Path directory = new Path(warehouse.path(table));
    try {
      RemoteIterator<LocatedFileStatus> files =
          directory.getFileSystem(warehouse.hadoop()).listFiles(directory, true);
      while (files.hasNext()) {
        LocatedFileStatus file = files.next();
        if (file.getModificationTime() < oldest && !isOfLog(file.getPath())) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isOfLog(Path file) {
    return file.toUri().getPath().contains("/_delta_log/");
  }

  private <T> T withFewTasks(Supplier<T> work) {
    RuntimeConfig conf = warehouse.spark().conf();
    String before = conf.get(TASKS);
    int slots = warehouse.spark().sparkContext().defaultParallelism();
    conf.set(TASKS, Math.min(Integer.parseInt(before), slots * TASKS_PER_SLOT));
    try {
      // Delta prints how many files it removed; standard output is for the summary.
      return Console.withOut(OutputStream.nullOutputStream(), work::get);
    } finally {
      conf.set(TASKS, before);
    }
  }

  /** The paths, which do not come to the driver all at once. */
  private Iterator<Row> removable(TableSpec table) {
    return warehouse
        .spark()
        .sql(
            "VACUUM delta.`%s` RETAIN %s HOURS DRY RUN"
                .formatted(warehouse.path(table).replace("`", "``"), hours(kept(table))))
        .toLocalIterator();
  }

  /** A table may ask for a longer time by a property of its own. */
  private Duration kept(TableSpec table) {
    if (!checked) {
      return retention;
    }
    Duration own =
        Duration.ofMillis(
            DeltaLog.tombstoneRetentionMillis(
                DeltaLog.forTable(warehouse.spark(), warehouse.path(table))
                    .unsafeVolatileSnapshot()
                    .metadata()));
    return own.compareTo(retention) > 0 ? own : retention;
  }

  private static String hours(Duration time) {
    return BigDecimal.valueOf(time.toMinutes())
        .divide(BigDecimal.valueOf(60), 4, RoundingMode.UP)
        .stripTrailingZeros()
        .toPlainString();
  }

  private Outcome counted(Iterator<Row> paths) {
    Outcome all = new Outcome(0, 0);
    List<Path> some = new ArrayList<>();
    while (paths.hasNext()) {
      some.add(new Path(paths.next().getString(0)));
      if (some.size() == AT_ONCE || !paths.hasNext()) {
        long[] sizes =
            some.parallelStream().mapToLong(this::size).filter(size -> size >= 0).toArray();
        all = new Outcome(all.files() + sizes.length, all.bytes() + LongStream.of(sizes).sum());
        some.clear();
      }
    }
    return all;
  }

  /** -1 for a directory. */
  private long size(Path path) {
    try {
      FileSystem files = path.getFileSystem(warehouse.hadoop());
      FileStatus status = files.getFileStatus(path);
      return status.isDirectory() ? -1 : status.getLen();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
