package org.tokenquarry.jobs.faults;

import static org.apache.spark.sql.functions.lit;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.assertj.core.api.Assertions;
import org.tokenquarry.jobs.ClusteredWarehouse;
import org.tokenquarry.jobs.Commands;
import org.tokenquarry.jobs.LocalSpark;
import org.tokenquarry.jobs.TinyWarehouses;
import org.tokenquarry.jobs.cli.ExitCode;
import org.tokenquarry.jobs.table.Calibration;
import org.tokenquarry.jobs.table.Calibrations;
import org.tokenquarry.jobs.table.Commit;
import org.tokenquarry.jobs.table.RunInfo;
import org.tokenquarry.jobs.table.TableSpec;
import org.tokenquarry.jobs.table.Tables;
import org.tokenquarry.jobs.table.Warehouse;

/** A warehouse that has every table, and rows in each. The first of two versions is published. */
final class WholeWarehouse {

  private static final RunInfo RUN = new RunInfo("run", "test", "", "");

  private final Path directory;
  private final Map<String, List<String>> arguments;

  /** Makes it in a directory, under the name of the {@link ClusteredWarehouse}. */
  WholeWarehouse(Path directory) throws IOException {
    this.directory = directory;
    ClusteredWarehouse clustered = ClusteredWarehouse.in(directory);
    done(clustered.run("publish", "--set", "publish.requireEvaluation=false"));
    clustered.evaluate(
        "evaluate.budgets=[0.5]", "evaluate.pruners=[codebook]", "evaluate.maxAnswerTokens=3");
    done(clustered.run("cluster", "--set", "cluster.clusters=3"));
    Warehouse warehouse = warehouse(ClusteredWarehouse.NAME);
    new Calibrations(warehouse)
        .keep(
            new Calibration("other", "scores", 0.5, 0.5, 0.5, 0.5, 1, 1, "run", Instant.EPOCH),
            RUN);
    Dataset<Row> forgotten =
        LocalSpark.session()
            .range(0, 1, 1, 1)
            .select(
                lit("0".repeat(64)).as("image_id"),
                lit("run").as("run_id"),
                lit(Timestamp.from(Instant.EPOCH)).as("forgotten_at"));
    warehouse.append(Tables.FORGOTTEN, forgotten, new Commit("forgotten", RUN));
    String more = directory.resolve("one-scene").toString();
    done(Commands.run("scenes", "--count", "1", "--seed", "9", "--out", more));
    arguments =
        Map.of(
            "ingest", List.of(more + "/images"),
            "mine", List.of("--set", "experiment.maxTop1Probability=0.09"),
            "export", List.of("--out", directory.resolve("exported").toString()),
            "report", List.of("--out", directory.resolve("report.html").toString()),
            "publish", List.of("--set", "publish.requireEvaluation=false"),
            "diff", List.of("1", "2"),
            "show", List.of("1"),
            "nightly", Nights.arguments());
  }

  /** Runs a verb on a copy, so that it has something to do. */
  Commands.Result run(String name, String verb) {
    List<String> more = arguments.getOrDefault(verb, List.of());
    return new TinyWarehouses(directory).run(name, verb, more.toArray(String[]::new));
  }

  /** Writes a table of a copy with other columns, as another program might. */
  void change(String name, TableSpec table, UnaryOperator<Dataset<Row>> columns) {
    String path = directory.resolve(name).resolve(table.name()).toString();
    LocalSpark.session()
        .sql(
            "ALTER TABLE delta.`%s` SET TBLPROPERTIES ('delta.appendOnly' = 'false')"
                .formatted(path));
    columns
        .apply(LocalSpark.session().read().format("delta").load(path))
        .write()
        .format("delta")
        .mode("overwrite")
        .option("overwriteSchema", "true")
        .partitionBy(table.partitionColumns().toArray(String[]::new))
        .save(path);
  }

  private static void done(Commands.Result result) {
    Assertions.assertThat(result.code()).as("%s", result.json()).isEqualTo(ExitCode.DONE);
  }

  /** Copies it. */
  void copy(String name) throws IOException {
    ClusteredWarehouse.copy(directory.resolve(ClusteredWarehouse.NAME), directory.resolve(name));
  }

  /** The tables of a copy. */
  Warehouse warehouse(String name) {
    return new Warehouse(LocalSpark.session(), new TinyWarehouses(directory).warehouse(name));
  }

  /** The rows of a table of a copy, each as JSON. */
  Dataset<String> rows(String name, String table) {
    return LocalSpark.session()
        .read()
        .format("delta")
        .load(directory.resolve(name).resolve(table).toString())
        .toJSON();
  }
}
