package org.tokenquarry.jobs.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.tokenquarry.jobs.job.Summary;
import org.tokenquarry.jobs.table.LogState;

/**
 * What the log of a table costs as it grows.
 *
 * @param filesPerCommit that each commit adds
 * @param commitsPerDay after which the log is a day older
 * @param rows ascending by commits
 */
public record BenchLogSummary(int filesPerCommit, int commitsPerDay, List<Row> rows)
    implements Summary {

  /** Copies the list. */
  public BenchLogSummary {
    rows = List.copyOf(rows);
  }

  /**
   * The log after so many commits.
   *
   * @param commits made
   * @param tableFiles files of the table
   * @param commitSeconds of one commit, mean since the row before
   * @param snapshotSeconds until a reader who opens the table knows its files
   * @param logFiles files of the log
   * @param logBytes their size together
   */
  public record Row(
      int commits,
      long tableFiles,
      double commitSeconds,
      double snapshotSeconds,
      long logFiles,
      long logBytes) {

    static Row of(int commits, double commitSeconds, LogState state) {
      return new Row(
          commits,
          state.tableFiles(),
          commitSeconds,
          state.seconds(),
          state.logFiles(),
          state.logBytes());
    }

    private String text() {
      return String.format(
          Locale.ROOT,
          "%8d %9d %13.1f %12.3f %10d %10.2f",
          commits,
          tableFiles,
          commitSeconds * 1e3,
          snapshotSeconds,
          logFiles,
          logBytes / 1e6);
    }
  }

  @Override
  public String text() {
    String head =
        String.format(
            "%8s %9s %13s %12s %10s %10s",
            "commits", "files", "ms per commit", "snapshot s", "log files", "log MB");
    return rows.stream().map(Row::text).collect(Collectors.joining("\n", head + "\n", ""));
  }
}
