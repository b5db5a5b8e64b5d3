package org.tokenquarry.jobs.runs;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import org.tokenquarry.jobs.job.Summary;
import org.tokenquarry.jobs.table.RunRow;

/**
 * The last runs.
 *
 * @param runs newest first
 */
public record RunsSummary(List<Entry> runs) implements Summary {

  /** Copies the list. */
  public RunsSummary {
    runs = List.copyOf(runs);
  }

  /**
   * One run.
   *
   * @param runId names it
   * @param verb what ran
   * @param startedAt when it began, ISO 8601
   * @param seconds how long it took
   * @param exitCode 0 if all went well
   * @param errorCode null if nothing went wrong
   * @param error likewise
   * @param versions of the tables before and after
   * @param summary what the verb told, or null
   */
  public record Entry(
      String runId,
      String verb,
      String startedAt,
      double seconds,
      int exitCode,
      String errorCode,
      String error,
      JsonNode versions,
      JsonNode summary) {

    static Entry of(RunRow row) {
      return new Entry(
          row.runId(),
          row.verb(),
          row.startedAt().toString(),
          row.seconds(),
          row.exitCode(),
          row.errorCode(),
          row.error(),
          row.changes(),
          row.told().orElse(null));
    }

    private String text() {
      return String.format(
          "%s  %-9s  %8.1f s  %s",
          Instant.parse(startedAt).truncatedTo(ChronoUnit.SECONDS),
          verb,
          seconds,
          exitCode == 0 ? "done" : "exit code " + exitCode + ", " + errorCode + ": " + error);
    }
  }

  @Override
  public String text() {
    return runs.isEmpty()
        ? "no run is known"
        : runs.stream().map(Entry::text).collect(Collectors.joining("\n"));
  }
}
