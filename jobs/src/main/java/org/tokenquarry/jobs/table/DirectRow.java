package org.tokenquarry.jobs.table;

import io.delta.kernel.data.Row;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A row that {@link DirectScan} reads, with its values by the names of their columns. Valid only
 * while the scan is at this row.
 */
record DirectRow(Row row) {

  String string(String column) {
    return row.getString(place(column));
  }

  /** Text, or null, also where a table lacks the column. */
  String stringOrNull(String column) {
    return isNull(column) ? null : row.getString(place(column));
  }

  int integer(String column) {
    return row.getInt(place(column));
  }

  long number(String column) {
    return row.getLong(place(column));
  }

  /** A number, or null, also where a table lacks the column. */
  Long numberOrNull(String column) {
    return isNull(column) ? null : row.getLong(place(column));
  }

  byte[] bytes(String column) {
    return row.getBinary(place(column));
  }

  /** A score; null where its experiment was not run. */
  Double score(String column) {
    return isNull(column) ? null : row.getDouble(place(column));
  }

  /** A time, or null, also where a table lacks the column. Delta counts microseconds. */
  Instant instant(String column) {
    return isNull(column)
        ? null
        : Instant.EPOCH.plus(row.getLong(place(column)), ChronoUnit.MICROS);
  }

  private boolean isNull(String column) {
    int place = place(column);
    return place < 0 || row.isNullAt(place);
  }

  private int place(String column) {
    return row.getSchema().indexOf(column);
  }
}
