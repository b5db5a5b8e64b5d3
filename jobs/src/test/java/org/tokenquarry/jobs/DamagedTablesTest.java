package org.tokenquarry.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.jobs.cli.ExitCode;
import org.tokenquarry.jobs.table.Commit;
import org.tokenquarry.jobs.table.RunInfo;
import org.tokenquarry.jobs.table.Tables;
import org.tokenquarry.jobs.table.Warehouse;

/**
 * Disks and files of tables that fail: {@code doctor} names them before a run, and every verb names
 * them in one sentence when it meets them.
 */
class DamagedTablesTest {

  private static final String RESTORE =
      "Put it back from a backup, under the same name (docs/operations.md#restore).";

  @TempDir Path directory;
  private ClusteredWarehouse warehouse;

  @BeforeEach
  void copy() throws IOException {
    warehouse = ClusteredWarehouse.in(directory);
  }

  @Test
  void doctorFindsNothingInAGoodWarehouseAndNamesAllThatIsWrongInABadOne() throws IOException {
    Commands.Result good = warehouse.run("doctor");
    assertThat(good.code()).as("%s", good.json()).isEqualTo(ExitCode.DONE);
    assertThat(outcomes(good.json()).keySet())
        .containsExactlyInAnyOrder(
            "java", "memory", "disk", "rights", "clock", "lease", "native", "bundle", "tables",
            "spark");
    assertThat(outcomes(good.json()).values()).doesNotContain("fails");
    assertThat(directory.resolve(ClusteredWarehouse.NAME))
        .isDirectoryNotContaining("glob:**/.doctor-*");

    Path lost = file("images");
    Files.delete(lost);
    Path cut = file("mined");
    shorten(cut);
    Path broken = lastCommit("sources");
    withoutChecksum(broken);
    Files.writeString(broken, Files.readString(broken).replace("\"add\"", "\"add"));
    Commands.Result bad =
        Commands.run("doctor", "--warehouse", warehouse.path(), "--model", "bundled");
    assertThat(bad.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(outcomes(bad.json()))
        .containsEntry("tables", "fails")
        .containsEntry("bundle", "fails");
    assertThat(bad.error("code")).isEqualTo("doctor-found");
    assertThat(bad.error("message")).isEqualTo("2 of 10 checks fail: bundle, tables.");
    assertThat(messages(bad.json()))
        .anyMatch(told -> told.startsWith("warehouse-of-another-model "))
        .anyMatch(
            told ->
                told.startsWith("table-file-missing ")
                    && told.contains(lost.getFileName().toString())
                    && told.endsWith(RESTORE))
        .anyMatch(
            told ->
                told.startsWith("table-file-damaged ")
                    && told.contains(cut.getFileName().toString())
                    && told.endsWith(RESTORE))
        .anyMatch(
            told ->
                told.startsWith("table-log-damaged The log of the table sources is damaged: ")
                    && told.contains(broken.getFileName() + " is no JSON in line "));
  }

  @Test
  void readersWithoutSparkNameTheFileThatFailed() throws IOException {
    Path prototypes = file("prototypes");
    byte[] whole = Files.readAllBytes(prototypes);
    shorten(prototypes);
    refuses("export", "latest", "table-file-damaged", prototypes);
    Files.delete(prototypes);
    refuses("export", "latest", "table-file-missing", prototypes);
    Files.write(prototypes, whole);
    Path commit = lastCommit("codebooks");
    withoutChecksum(commit);
    Files.writeString(commit, "{\"add\": {");
    refuses("list", "table-log-damaged", commit);
  }

  @Test
  void readersWithSparkNameTheFileThatFailed() throws IOException {
    Path pack = file("contents");
    byte[] images = Files.readAllBytes(pack);
    shorten(pack);
    Commands.Result mined = warehouse.run("mine", "--set", "experiment.maxTop1Probability=0.09");
    refused(mined, "table-file-damaged", pack);
    Files.write(pack, images);
    Path experiments = file("experiments");
    byte[] whole = Files.readAllBytes(experiments);
    flip(experiments);
    refuses("cluster", "table-file-damaged", experiments);
    Files.delete(experiments);
    refuses("cluster", "table-file-missing", experiments);
    Files.write(experiments, whole);
    Path commit = lastCommit("experiments");
    withoutChecksum(commit);
    Files.writeString(commit, Files.readString(commit).replace("\"add\"", "\"add"));
    refuses("cluster", "table-log-damaged", commit);
  }

  @Test
  void fullDisksAndDirectoriesThatNobodyMayWriteAreNamed() {
    Path there = directory.resolve(ClusteredWarehouse.NAME);
    String scenes = ClusteredWarehouse.heldOut().resolve("images").toString();

    Commands.Result full =
        Commands.run(
            "ingest",
            scenes,
            "--warehouse",
            RefusingFileSystem.path(there, "No space left on device"));
    assertThat(full.code()).as("it may pass").isEqualTo(ExitCode.FAILURE);
    assertThat(full.error("code")).isEqualTo("disk-full");
    assertThat(full.error("message"))
        .startsWith("There is no room left on the disk of " + there + "/");

    String readOnly = RefusingFileSystem.path(there, "Read-only file system");
    Commands.Result refused = Commands.run("ingest", scenes, "--warehouse", readOnly);
    assertThat(refused.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(refused.error("code")).isEqualTo("warehouse-read-only");
    assertThat(refused.error("message"))
        .startsWith("This user may not write to " + there + "/")
        .contains("Read-only file system");
    Commands.Result doctor = Commands.run("doctor", "--warehouse", readOnly);
    assertThat(outcomes(doctor.json())).containsEntry("rights", "fails");
    assertThat(messages(doctor.json()))
        .anyMatch(told -> told.startsWith("warehouse-read-only This user may not write to "));
  }

  /** Spark names the file only if its first line is broken. */
  @Test
  void anEntryOfALogThatWasCutOffIsNamed() throws IOException {
    new Warehouse(LocalSpark.session(), warehouse.path())
        .append(
            Tables.FORGOTTEN,
            LocalSpark.session()
                .range(0, 1, 1, 1)
                .select(
                    functions.lit("0".repeat(64)).as("image_id"),
                    functions.lit("run").as("run_id"),
                    functions.lit(Timestamp.from(Instant.EPOCH)).as("forgotten_at")),
            new Commit("forgotten", new RunInfo("run", "test", "", "")));
    Path commit = lastCommit("forgotten");
    shorten(commit);
    String more = directory.resolve("one-scene").toString();
    Commands.run("scenes", "--count", "1", "--seed", "9", "--out", more);
    refused(warehouse.run("ingest", more + "/images"), "table-log-damaged", commit);
  }

  @Test
  void aColumnThatAnotherProgramChangedIsNamed() {
    String path = warehouse.path() + "/codebooks";
    Dataset<Row> rows = LocalSpark.session().read().format("delta").load(path);
    rows.withColumn("images", functions.col("images").cast("string"))
        .drop("retired_at")
        .withColumn("more", functions.lit("more"))
        .write()
        .format("delta")
        .mode("overwrite")
        .option("overwriteSchema", "true")
        .save(path);
    Commands.Result refused = warehouse.run("list");
    assertThat(refused.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(refused.error("code")).isEqualTo("table-changed");
    assertThat(refused.error("message"))
        .startsWith("Another program has changed the table codebooks of the warehouse ")
        .endsWith(": the column images has the type string in place of bigint.");
  }

  private void refuses(String verb, String code, Path file) {
    refused(warehouse.run(verb), code, file);
  }

  private void refuses(String verb, String argument, String code, Path file) {
    refused(warehouse.run(verb, argument, "--out", directory.toString()), code, file);
  }

  private static void refused(Commands.Result refused, String code, Path file) {
    assertThat(refused.error("code")).as("%s", refused.json()).isEqualTo(code);
    assertThat(refused.error("message")).contains(file.getFileName().toString());
    assertThat(refused.error("remedy")).contains("backup");
    assertThat(refused.code()).isEqualTo(ExitCode.USER_MISTAKE);
  }

  private static Map<String, String> outcomes(JsonNode doctor) {
    Map<String, String> outcomes = new TreeMap<>();
    doctor
        .get("checks")
        .forEach(check -> outcomes.put(check.get("name").asText(), check.get("outcome").asText()));
    return outcomes;
  }

  /** Code, message and remedy of each problem. */
  private static List<String> messages(JsonNode doctor) {
    return doctor.findValues("problems").stream()
        .flatMap(
            problems -> Stream.iterate(0, i -> i < problems.size(), i -> i + 1).map(problems::get))
        .map(
            told ->
                told.get("code").asText()
                    + " "
                    + told.get("message").asText()
                    + " "
                    + told.get("remedy").asText())
        .toList();
  }

  /** The largest file of a table. */
  private Path file(String table) throws IOException {
    try (Stream<Path> all = Files.walk(directory.resolve(ClusteredWarehouse.NAME).resolve(table))) {
      return all.filter(each -> each.toString().endsWith(".parquet"))
          .max((a, b) -> Long.compare(a.toFile().length(), b.toFile().length()))
          .orElseThrow();
    }
  }

  private Path lastCommit(String table) throws IOException {
    Path log = directory.resolve(ClusteredWarehouse.NAME).resolve(table).resolve("_delta_log");
    try (Stream<Path> all = Files.list(log)) {
      return all.filter(each -> each.toString().matches(".*/\\d{20}\\.json"))
          .collect(Collectors.maxBy(Path::compareTo))
          .orElseThrow();
    }
  }

  private static void shorten(Path file) throws IOException {
    withoutChecksum(file);
    try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
      opened.setLength(opened.length() / 2);
    }
  }

  /** One bit among the embeddings. */
  private static void flip(Path file) throws IOException {
    withoutChecksum(file);
    long middle;
    try (ParquetFileReader reader =
        ParquetFileReader.open(
            HadoopInputFile.fromPath(
                new org.apache.hadoop.fs.Path(file.toUri()), new Configuration()))) {
      ColumnChunkMetaData embeddings =
          reader.getFooter().getBlocks().get(0).getColumns().stream()
              .filter(column -> column.getPath().toDotString().equals("embedding"))
              .findFirst()
              .orElseThrow();
      middle = embeddings.getStartingPos() + embeddings.getTotalSize() / 2;
    }
    try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
      opened.seek(middle);
      int value = opened.read();
      opened.seek(middle);
      opened.write(value ^ 1);
    }
  }

  /** Only Hadoop's local file system keeps one. */
  private static void withoutChecksum(Path file) throws IOException {
    Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
  }
}
