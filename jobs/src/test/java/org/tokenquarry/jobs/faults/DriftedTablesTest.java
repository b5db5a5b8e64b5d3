package org.tokenquarry.jobs.faults;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tokenquarry.jobs.Commands;
import org.tokenquarry.jobs.cli.ExitCode;
import org.tokenquarry.jobs.table.TableSpec;
import org.tokenquarry.jobs.table.Tables;

/** Other programs have changed the columns of tables. */
class DriftedTablesTest extends FaultTrials {

  /** Verbs that read or write a table; of the others the night does. */
  private static final Map<String, String> VERBS =
      Map.of(
          "aliases", "list",
          "calibrations", "export",
          "evaluations", "export",
          "codebooks", "list",
          "prototypes", "show",
          "runs", "runs",
          "forgotten", "ingest",
          "contents", "mine");

  private static final List<DataType> CHANGED =
      List.of(
          DataTypes.IntegerType, DataTypes.LongType, DataTypes.DoubleType, DataTypes.TimestampType);

  private static Nights nights;
  private static WholeWarehouse whole;

  @BeforeAll
  static void prepare() throws IOException {
    nights = new Nights(directory);
    whole = new WholeWarehouse(directory);
  }

  @Test
  void everyTableHasOneMoreColumn() throws IOException {
    try (Trials trials = new Trials("every table with one more column")) {
      add(trials, drifted("more", table -> rows -> rows.withColumn("more", functions.lit("x"))));
    }
  }

  @Test
  void everyTableLacksTheColumnsThatMayBeNull() throws IOException {
    try (Trials trials = new Trials("every table without the columns that may be null")) {
      add(
          trials,
          drifted(
              "less",
              table ->
                  rows ->
                      rows.drop(
                          Arrays.stream(table.schema().fields())
                              .filter(StructField::nullable)
                              .map(StructField::name)
                              .filter(column -> isUnused(rows, column))
                              .toArray(String[]::new))));
    }
  }

  /** A column with values that our verbs need is no drift but a loss. */
  private static boolean isUnused(Dataset<Row> rows, String column) {
    return rows.filter(col(column).isNotNull()).isEmpty();
  }

  private interface Drift {
    UnaryOperator<Dataset<Row>> of(TableSpec table);
  }

  private static Trial drifted(String name, Drift drift) throws IOException {
    whole.copy(name);
    for (TableSpec table : Tables.all()) {
      whole.change(name, table, drift.of(table));
    }
    long mined = nights.mined(name);
    for (String verb : List.of("list", "runs", "show", "export")) {
      Commands.Result read = whole.run(name, verb);
      assertThat(read.code()).as("%s: %s", verb, read.json()).isEqualTo(ExitCode.DONE);
    }
    FileUtils.deleteDirectory(directory.resolve(name).resolve("steps").toFile());
    return nights.compareOwn(name, mined, nights.run(name));
  }

  private static void add(Trials trials, Trial trial) {
    trials.add("all tables", trial);
    assertThat(trial).matches(Trial::clean);
  }

  @Test
  void aColumnOfATableHasAnotherType() throws IOException {
    List<String> silent = new ArrayList<>();
    try (Trials trials = new Trials("a column of another type, in each table")) {
      for (TableSpec table : Tables.all()) {
        String name = "type-" + table.name();
        whole.copy(name);
        String column = changeable(table);
        whole.change(
            name, table, rows -> rows.withColumn(column, col(column).cast(DataTypes.StringType)));
        List<String> before = whole.rows(name, table.name()).collectAsList();
        Commands.Result refused = whole.run(name, VERBS.getOrDefault(table.name(), "nightly"));
        boolean named =
            refused.code() == ExitCode.USER_MISTAKE
                && refused.error("code").equals("table-changed")
                && refused.error("message").contains(" " + table.name() + " ")
                && refused.error("message").contains(" " + column + " ");
        if (!named) {
          silent.add(name + ": " + refused.json().path("error"));
          System.out.println(silent.get(silent.size() - 1));
        }
        List<String> after = new ArrayList<>(whole.rows(name, table.name()).collectAsList());
        long lost = before.stream().filter(row -> !after.remove(row)).count();
        trials.add(table.name(), new Trial(named, lost, after.size(), 0));
      }
    }
    assertThat(silent).isEmpty();
  }

  private static String changeable(TableSpec table) {
    return Arrays.stream(table.schema().fields())
        .filter(field -> CHANGED.contains(field.dataType()))
        .map(StructField::name)
        .filter(column -> !table.partitionColumns().contains(column))
        .filter(column -> table.checks().values().stream().noneMatch(c -> c.contains(column)))
        .findFirst()
        .orElse(table.schema().fields()[0].name());
  }
}
