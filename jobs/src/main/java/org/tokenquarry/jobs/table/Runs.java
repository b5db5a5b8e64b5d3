package org.tokenquarry.jobs.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What happened in a warehouse: the table {@code runs}. */
public final class Runs {

  private static final String WORK = "runs";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Warehouse warehouse;

  /** Looks at the runs of {@code warehouse}. */
  public Runs(Warehouse warehouse) {
    this.warehouse = warehouse;
  }

  /** The number of the latest commit of each table, also of those that do not exist. */
  public Map<String, Long> versions() {
    Map<String, Long> versions = new TreeMap<>();
    Tables.all().stream()
        .filter(table -> !table.equals(Tables.RUNS) && !table.equals(Tables.LEASE))
        .forEach(table -> versions.put(table.name(), warehouse.log(table).latest()));
    return versions;
  }

  /** Both numbers of every table that exists, JSON. */
  public static String changes(Map<String, Long> before, Map<String, Long> after) {
    ObjectNode changes = JSON.createObjectNode();
    after.forEach(
        (table, version) -> {
          if (version != TableLog.NONE) {
            ArrayNode pair = changes.putArray(table);
            JsonNode unknown = JSON.nullNode();
            Long earlier = before.get(table);
            pair.add(
                earlier == TableLog.NONE ? unknown : JSON.getNodeFactory().numberNode(earlier));
            pair.add(version);
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
    return warehouse
        .direct(Tables.RUNS)
        .rows(
            List.of(RunRow.COLUMNS.schema().fieldNames()),
            Optional.empty(),
            row -> Optional.of(RunRow.of(row)))
        .stream()
        .sorted(Comparator.comparing(RunRow::startedAt).thenComparing(RunRow::runId).reversed())
        .limit(count)
        .toList();
  }
}
