package org.tokenquarry.jobs.table;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What happened in a warehouse: the table {@code runs}. */
public final class Runs {

  private static final String WORK = "runs";
  private static final String STARTED = "started_at";
  private static final Set<String> ABOUT_RUNS = Set.of(Tables.RUNS.name(), Tables.LEASE.name());
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Warehouse warehouse;

  /** Looks at the runs of {@code warehouse}. */
  public Runs(Warehouse warehouse) {
    this.warehouse = warehouse;
  }

  /**
   * Both numbers of every table that exists, JSON. Tables about runs themselves are left out.
   *
   * @param before see {@link Warehouse#latestCommits}
   * @param after likewise
   */
  public static String changes(Map<String, Long> before, Map<String, Long> after) {
    ObjectNode changes = JSON.createObjectNode();
    after.forEach(
        (table, version) -> {
          if (version != TableLog.NONE && !ABOUT_RUNS.contains(table)) {
            Long earlier = before.get(table);
            changes.putArray(table).add(earlier == TableLog.NONE ? null : earlier).add(version);
          }
        });
    return changes.toString();
  }

  /** Adds a run in one commit, which needs no Spark job. */
  public void add(RunRow row, RunInfo run) {
    FileCommits commits = new FileCommits(warehouse);
    commits.add(
        Tables.RUNS,
        RunRow.COLUMNS,
        List.of(row),
        Map.of(),
        commits.last(Tables.RUNS, WORK).next(),
        run);
  }

  /**
   * The last runs, newest first. Starts no Spark session.
   *
   * @param count how many at most
   */
  public List<RunRow> last(int count) {
    // First when they began, because years of nights have many settings and summaries.
    List<Instant> starts =
        rows(List.of(STARTED), row -> Optional.of(row.instant(STARTED))).stream()
            .sorted(Comparator.reverseOrder())
            .limit(count)
            .toList();
    if (starts.isEmpty()) {
      return List.of();
    }
    Instant first = starts.get(starts.size() - 1);
    return rows(
            List.of(RunRow.COLUMNS.schema().fieldNames()),
            row ->
                row.instant(STARTED).isBefore(first)
                    ? Optional.empty()
                    : Optional.of(RunRow.of(row)))
        .stream()
        .sorted(Comparator.comparing(RunRow::startedAt).thenComparing(RunRow::runId).reversed())
        .limit(count)
        .toList();
  }

  private <T> List<T> rows(List<String> columns, Function<DirectRow, Optional<T>> keep) {
    return warehouse.direct(Tables.RUNS).rows(columns, Optional.empty(), keep);
  }
}
