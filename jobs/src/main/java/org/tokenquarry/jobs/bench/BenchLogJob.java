package org.tokenquarry.jobs.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.commons.io.FileUtils;
import org.tokenquarry.jobs.config.BenchSettings;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.progress.Amount;
import org.tokenquarry.jobs.progress.Progress;
import org.tokenquarry.jobs.table.AddedFile;
import org.tokenquarry.jobs.table.FileCommits;
import org.tokenquarry.jobs.table.LogState;
import org.tokenquarry.jobs.table.Sequence;
import org.tokenquarry.jobs.table.TableSpec;
import org.tokenquarry.jobs.table.Tables;
import org.tokenquarry.jobs.table.Warehouse;
import org.tokenquarry.pack.WrittenFile;

/**
 * Makes many commits to a new table, as mining does, and measures what the log of the table costs
 * while it grows. The files of the table are only named and never read. So many commits make a day;
 * after each of these days, the files of the log are made one day older, so that Delta's retention
 * works as in real life. Everything is written to a temporary directory and deleted.
 *
 * <p>Input: none. Output: none but the summary. Example:
 *
 * <pre>{@code tokenquarry bench log --commits 5000}</pre>
 *
 * <p>Failure modes: the temporary directory is full.
 */
public final class BenchLogJob implements Job<BenchLogSummary> {

  private static final TableSpec TABLE = Tables.EXPERIMENTS;
  private static final double NANOSECONDS = 1e9;
  private static final int FILES_PER_COMMIT = 16;
  private static final long FILE_BYTES = 300_000;
  private static final long FILE_ROWS = 16 * 96;
  private static final long DAY = Duration.ofDays(1).toMillis();

  @Override
  public BenchLogSummary run(JobContext context) throws IOException {
    Path directory = Files.createTempDirectory("tokenquarry-log");
    try {
      return measure(context, new Warehouse(context.spark(), directory.toString()));
    } finally {
      FileUtils.deleteQuietly(directory.toFile());
    }
  }

  private static BenchLogSummary measure(JobContext context, Warehouse warehouse) {
    BenchSettings settings = context.settings().bench();
    FileCommits commits = new FileCommits(warehouse);
    Sequence place = new Sequence("bench", 0);
    List<BenchLogSummary.Row> rows = new ArrayList<>();
    Progress.Phase progress =
        context.progress().phase("Committing", new Amount(settings.logCommits(), "commits"));
    long spent = 0;
    int since = 0;
    for (int commit = 1; commit <= settings.logCommits(); commit++) {
      place = place.next();
      long begin = System.nanoTime();
      commits.add(TABLE, files(), place, context.info());
      spent += System.nanoTime() - begin;
      since++;
      progress.step(1);
      if (commit % settings.logCommitsPerDay() == 0) {
        makeOlder(new File(new org.apache.hadoop.fs.Path(warehouse.path(TABLE)).toUri().getPath()));
      }
      if (isMeasured(commit, settings.logCommits())) {
        rows.add(
            BenchLogSummary.Row.of(
                commit, spent / NANOSECONDS / since, LogState.of(warehouse, TABLE)));
        spent = 0;
        since = 0;
      }
    }
    return new BenchLogSummary(FILES_PER_COMMIT, settings.logCommitsPerDay(), rows);
  }

  /** At tenths, fifths and halves of the whole. */
  private static boolean isMeasured(int commit, int all) {
    return IntStream.of(50, 20, 10, 5, 2, 1).anyMatch(part -> commit == all / part);
  }

  private static List<AddedFile> files() {
    return IntStream.range(0, FILES_PER_COMMIT)
        .mapToObj(
            i ->
                new AddedFile(
                    new WrittenFile(
                        "rows-" + UUID.randomUUID() + ".parquet", FILE_BYTES, FILE_ROWS),
                    Map.of("settings_digest", "bench")))
        .toList();
  }

  private static void makeOlder(File table) {
    File[] log = new File(table, "_delta_log").listFiles(File::isFile);
    for (File file : log == null ? new File[0] : log) {
      if (!file.setLastModified(file.lastModified() - DAY)) {
        throw new IllegalStateException("cannot change the time of " + file);
      }
    }
  }
}
