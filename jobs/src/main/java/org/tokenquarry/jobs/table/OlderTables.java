package org.tokenquarry.jobs.table;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The tables of a warehouse as an older release has left them. */
public final class OlderTables {

  private static final String EMBEDDING = "embedding";

  private final Warehouse warehouse;

  /** Looks at the tables of {@code warehouse}. */
  public OlderTables(Warehouse warehouse) {
    this.warehouse = warehouse;
  }

  /** Whether the table exists and has the columns of an older release. */
  public boolean isOld(TableSpec table) {
    return warehouse.has(table) && isOld(table, rows(table).schema());
  }

  /** Release 0.1 kept the bytes of images in {@code images}, and embeddings as arrays. */
  private static boolean isOld(TableSpec table, StructType stored) {
    List<String> names = List.of(stored.fieldNames());
    return table.name().equals(Tables.IMAGES.name())
        ? !names.contains("pack")
        : names.contains(EMBEDDING) && stored.apply(EMBEDDING).dataType() instanceof ArrayType;
  }

  /**
   * Checks that a stored table can be read as this one. Columns that may be null can be missing,
   * and there may be more columns.
   *
   * @param columns that are read
   * @throws org.tokenquarry.error.UserException if an older release wrote it, or if another program
   *     changed it
   */
  static void requireFits(
      String warehouse, TableSpec table, StructType stored, Collection<String> columns) {
    Optional<String> difference = difference(table, stored, columns);
    if (difference.isPresent()) {
      throw isOld(table, stored)
          ? TableErrors.oldLayout(warehouse, table.name())
          : TableErrors.tableChanged(warehouse, table.name(), difference.get());
    }
  }

  private static Optional<String> difference(
      TableSpec table, StructType stored, Collection<String> columns) {
    List<String> names = List.of(stored.fieldNames());
    for (StructField field : table.schema().fields()) {
      String name = field.name();
      if (!columns.contains(name)) {
        continue;
      }
      if (!names.contains(name)) {
        if (!field.nullable()) {
          return Optional.of("the column " + name + " is missing");
        }
      } else if (!sameType(stored.apply(name).dataType(), field.dataType())) {
        return Optional.of(
            "the column %s has the type %s in place of %s"
                .formatted(
                    name,
                    stored.apply(name).dataType().simpleString(),
                    field.dataType().simpleString()));
      }
    }
    return Optional.empty();
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
