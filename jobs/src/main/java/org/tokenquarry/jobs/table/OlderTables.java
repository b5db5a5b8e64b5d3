package org.tokenquarry.jobs.table;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The tables of a warehouse as an older release has left them. */
public final class OlderTables {

  private final Warehouse warehouse;

  /** Looks at the tables of {@code warehouse}. */
  public OlderTables(Warehouse warehouse) {
    this.warehouse = warehouse;
  }

  /** Whether the table exists and has the columns of an older release. */
  public boolean isOld(TableSpec table) {
    return warehouse.has(table) && !fits(table, rows(table).schema());
  }

  /** Whether a stored table can be read as this one; columns that may be null can be missing. */
  static boolean fits(TableSpec table, StructType stored) {
    List<String> names = List.of(stored.fieldNames());
    for (StructField field : table.schema().fields()) {
      if (!names.contains(field.name())) {
        if (!field.nullable()) {
          return false;
        }
      } else if (!sameType(stored.apply(field.name()).dataType(), field.dataType())) {
        return false;
      }
    }
    return true;
  }

  /** Whether elements may be null makes no other type. */
  private static boolean sameType(DataType stored, DataType wanted) {
    return stored.asNullable().equals(wanted.asNullable());
  }

  /** The rows as they are stored. */
  public Dataset<Row> rows(TableSpec table) {
    return warehouse.spark().read().format("delta").load(warehouse.path(table));
  }

  /** Removes all files of a table, for an attempt that was cut off. */
  public void empty(TableSpec table, RunInfo run) {
    FileCommits commits = new FileCommits(warehouse);
    List<TableFile> left = commits.files(table);
    if (!left.isEmpty()) {
      commits.remove(table, left, run);
    }
  }

  /** Adds packs, in one commit. */
  public void addPacks(List<AddedFile> packs, RunInfo run) {
    FileCommits commits = new FileCommits(warehouse);
    Sequence place = commits.last(Tables.CONTENTS, "migrate").next();
    commits.add(Tables.CONTENTS, packs, place, run);
  }

  /**
   * Replaces all rows, the columns and the constraints of a table in one commit. Its other
   * properties stay.
   *
   * @param rows with the columns of {@code table}
   */
  public void replace(TableSpec table, Dataset<Row> rows, RunInfo run) {
    String[] columns =
        Arrays.stream(table.schema().fields()).map(StructField::name).toArray(String[]::new);
    Dataset<Row> ordered = rows.select(columns[0], Arrays.copyOfRange(columns, 1, columns.length));
    warehouse
        .commits()
        .make(table, run, one -> warehouse.delta(table).replace(table, ordered, one));
  }
}
