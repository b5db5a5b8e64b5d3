package org.tokenquarry.jobs.sql;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tokenquarry.jobs.job.Summary;

/**
 * The answer to a query.
 *
 * @param columns their names
 * @param rows values by column, as JSON has them
 * @param more whether there are rows that are not shown
 */
public record SqlSummary(List<String> columns, List<Map<String, Object>> rows, boolean more)
    implements Summary {

  /** Copies the lists; values may be null. */
  public SqlSummary {
    columns = List.copyOf(columns);
    rows = Collections.unmodifiableList(new ArrayList<>(rows));
  }

  @Override
  public String text() {
    List<String> lines = new ArrayList<>();
    lines.add(String.join("\t", columns));
    for (Map<String, Object> row : rows) {
      lines.add(
          String.join(
              "\t", columns.stream().map(column -> Objects.toString(row.get(column))).toList()));
    }
    if (more) {
      lines.add("… and more: see --rows");
    }
    return String.join("\n", lines);
  }
}
