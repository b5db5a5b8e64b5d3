package org.tokenquarry.jobs.compose;

import java.util.Map;
import java.util.TreeMap;
import org.tokenquarry.jobs.table.TableSpec;

/**
 * A table, or the part of it with certain values of partition columns.
 *
 * @param table the table
 * @param values empty for the whole table
 */
record TablePart(TableSpec table, Map<String, String> values) {

  static TablePart of(TableSpec table) {
    return new TablePart(table, Map.of());
  }

  static TablePart of(TableSpec table, String column, String value) {
    return new TablePart(table, Map.of(column, value));
  }

  /** Such as {@code images {split=mine}}. */
  String name() {
    return values.isEmpty() ? table.name() : table.name() + " " + new TreeMap<>(values);
  }
}
