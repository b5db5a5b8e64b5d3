package org.tokenquarry.jobs.table;

import java.util.List;

/** How many rows a table has. The log says it; where it does not, Spark counts. */
public final class RowCount {

  private RowCount() {}

  /** The rows of the latest version of a table, which may not exist. */
  public static long of(Warehouse warehouse, TableSpec table) {
    List<TableFile> files = warehouse.direct(table).tableFiles();
    return files.stream().allMatch(file -> file.rows() >= 0)
        ? files.stream().mapToLong(TableFile::rows).sum()
        : warehouse.read(table).count();
  }
}
