package org.tokenquarry.jobs.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.tokenquarry.jobs.report.page.PastRun;
import org.tokenquarry.jobs.table.RunRow;
import org.tokenquarry.jobs.table.Runs;
import org.tokenquarry.jobs.table.Warehouse;

/** Reads the last runs, for the page. */
final class PastRuns {

  private static final int SHOWN = 20;

  private PastRuns() {}

  /** The last runs, newest first. */
  static List<PastRun> of(Warehouse warehouse) {
    return new Runs(warehouse).last(SHOWN).stream().map(PastRuns::run).toList();
  }

  private static PastRun run(RunRow row) {
    return new PastRun(
        row.verb(),
        row.startedAt(),
        row.seconds(),
        row.errorCode() == null ? "" : row.errorCode() + ": " + row.error(),
        row.told().map(PastRuns::numbers).orElse(List.of()));
  }

  /** The numbers of a summary; those of a night's verbs with the name of the verb before them. */
  private static List<String> numbers(JsonNode told) {
    List<String> numbers = new ArrayList<>();
    add(numbers, "", told);
    return numbers;
  }

  private static void add(List<String> numbers, String prefix, JsonNode node) {
    node.properties()
        .forEach(
            field -> {
              if (field.getValue().isNumber()) {
                numbers.add(prefix + field.getKey() + " " + field.getValue().asText());
              } else if (field.getValue().isObject()) {
                add(numbers, prefix + field.getKey() + " ", field.getValue());
              }
            });
  }
}
