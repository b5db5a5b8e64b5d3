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

  /** Text, or null. */
  String stringOrNull(String column) {
    int place = place(column);
    return row.isNullAt(place) ? null : row.getString(place);
  }

  int integer(String column) {
    return row.getInt(place(column));
  }

  long number(String column) {
    return row.getLong(place(column));
  }

  /** A number, or null. */
  Long numberOrNull(String column) {
    int place = place(column);
    return row.isNullAt(place) ? null : row.getLong(place);
  }

  byte[] bytes(String column) {
    return row.getBinary(place(column));
  }

  /** A score; null where its experiment was not run. */
  Double score(String column) {
    int place = place(column);
    return row.isNullAt(place) ? null : row.getDouble(place);
  }

  /** A time, or null, also where an older table lacks the column. Delta counts microseconds. */
  Instant instant(String column) {
    int place = place(column);
    return place < 0 || row.isNullAt(place)
        ? null
        : Instant.EPOCH.plus(row.getLong(place), ChronoUnit.MICROS);
  }

  private int place(String column) {
    return row.getSchema().indexOf(column);
  }
}
