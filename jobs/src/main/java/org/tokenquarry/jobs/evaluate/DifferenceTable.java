package org.tokenquarry.jobs.evaluate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.tokenquarry.jobs.table.Standing;

/**
 * The differences to the reference pruner as text, one row for each pruner, and then what must be
 * known of some pruners.
 *
 * @param reference the pruner that all others are compared with
 * @param comparisons how many differences there are; 0 if there is no table
 * @param rows of all pruners
 */
record DifferenceTable(String reference, int comparisons, List<EvaluationRow> rows) {

  private static final String NONE = "         -";

  /** Lines, each of which begins with its line break. */
  String text() {
    StringBuilder text = new StringBuilder();
    NameColumn names = NameColumn.of(rows);
    if (comparisons > 0) {
      text.append(
          String.format(
              "%nagainst %s, corrected for %d comparisons: + ahead, - behind, = not told apart",
              reference, comparisons));
      rows.stream()
          .filter(row -> row.verdict() != null)
          .map(EvaluationRow::pruner)
          .distinct()
          .forEach(pruner -> line(text, names, pruner));
    }
    notes().forEach((pruner, note) -> text.append(String.format("%n%s: %s", pruner, note)));
    return text.toString();
  }

  private void line(StringBuilder text, NameColumn names, String pruner) {
    text.append(names.line(pruner));
    rows.stream()
        .map(EvaluationRow::keep)
        .distinct()
        .forEach(
            keep ->
                text.append(
                    rows.stream()
                        .filter(row -> row.pruner().equals(pruner) && row.keep() == keep)
                        .filter(row -> row.verdict() != null)
                        .map(DifferenceTable::cell)
                        .findFirst()
                        .orElse(NONE)));
  }

  private static String cell(EvaluationRow row) {
    String mark =
        Stream.of(Standing.values())
            .filter(standing -> standing.words().equals(row.verdict()))
            .map(Standing::mark)
            .findFirst()
            .orElseThrow();
    return String.format(Locale.ROOT, "%+8.1f %s", 100 * row.difference(), mark);
  }

  private Map<String, String> notes() {
    Map<String, String> notes = new LinkedHashMap<>();
    rows.stream()
        .filter(row -> row.note() != null)
        .forEach(row -> notes.put(row.pruner(), row.note()));
    return notes;
  }
}
