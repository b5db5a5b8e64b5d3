package org.tokenquarry.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tokenquarry.jobs.Commands.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ingest} accepts, and that no input is lost. */
class IngestTest {

  @TempDir Path directory;

  private Path images;

  @BeforeEach
  void drawScenes() throws IOException {
    run("scenes", "--count", "3", "--seed", "4", "--out", directory.toString());
    images = directory.resolve("images");
    Files.copy(images.resolve("scene-000000.png"), images.resolve("copy-of-the-first.png"));
    Files.writeString(images.resolve("notes.md"), "no image by its name");
    Files.write(images.resolve("empty.jpg"), new byte[0]);
    Files.write(
        images.resolve("cut.png"),
        Arrays.copyOf(Files.readAllBytes(images.resolve("scene-000001.png")), 900));
  }

  @Test
  void everyFileIsAnImageOrInQuarantineOrIgnored() throws IOException {
    JsonNode first = ingest(images.toString());
    assertThat(first.get("images").asInt()).isEqualTo(4);
    assertThat(first.get("added").asInt()).isEqualTo(3);
    assertThat(first.get("unchanged").asInt()).isEqualTo(1);
    assertThat(first.get("ignored").asInt()).isEqualTo(1);
    assertThat(first.get("quarantined").asInt()).isEqualTo(2);
    assertThat(first.get("reasons").get("empty").asInt()).isEqualTo(1);
    assertThat(first.get("reasons").get("truncated").asInt()).isEqualTo(1);
    JsonNode again = ingest(images.toString());
    assertThat(again.get("added").asInt()).isZero();
    assertThat(again.get("unchanged").asInt()).isEqualTo(4);
    try (SparkSession spark = LocalSpark.session()) {
      List<Row> stored = rows(spark, "images");
      assertThat(stored).hasSize(3);
      assertThat(stored)
          .extracting(row -> row.<String>getAs("source_uri"))
          .anyMatch(uri -> uri.endsWith("copy-of-the-first.png"))
          .noneMatch(uri -> uri.endsWith("scene-000000.png"));
      assertThat(rows(spark, "quarantine"))
          .as("a second run quarantines nothing twice")
          .hasSize(2)
          .allMatch(row -> row.getAs("stage").equals("ingest"));
    }
  }

  @Test
  void listsAndTablesAreRead() throws IOException {
    Path list = directory.resolve("list.txt");
    Files.writeString(list, "# two of them\nimages/scene-000001.png\nimages/gone.png\n");
    JsonNode listed = ingest(list.toString());
    assertThat(listed.get("added").asInt()).isEqualTo(1);
    assertThat(listed.get("reasons").get("unreachable").asInt()).isEqualTo(1);
    Path table = directory.resolve("table.parquet");
    writeTable("scene-*.png", table, "content");
    JsonNode tabled = ingest(table.toString());
    assertThat(tabled.get("images").asInt()).isEqualTo(3);
    assertThat(tabled.get("added").asInt()).isEqualTo(2);
    JsonNode itself = ingest(directory.resolve("warehouse/contents").toString());
    assertThat(itself.get("images").asInt()).as("a Delta table of images").isEqualTo(3);
    assertThat(itself.get("added").asInt()).isZero();
  }

  @Test
  void aRepairedSourceIsNoLongerQuarantined() throws IOException {
    Path cut = images.resolve("cut.png");
    byte[] broken = Files.readAllBytes(cut);
    ingest(images.toString());
    assertThat(openSources()).containsExactly("cut.png", "empty.jpg");
    // The content of another file: the table images does not name this one.
    Files.copy(images.resolve("scene-000000.png"), cut, StandardCopyOption.REPLACE_EXISTING);
    assertThat(ingest(images.toString()).get("unchanged").asInt()).isEqualTo(5);
    assertThat(openSources()).containsExactly("empty.jpg");
    Files.write(cut, broken);
    assertThat(ingest(images.toString()).get("reasons").get("truncated").asInt()).isEqualTo(1);
    assertThat(openSources()).as("broken again, with the same bytes").contains("cut.png");
    ingest(images.toString());
    try (SparkSession spark = LocalSpark.session()) {
      assertThat(rows(spark, "quarantine")).as("one of them is resolved").hasSize(3);
    }
  }

  @Test
  void whatALimitRefusedIsTakenInUnderAnother() throws IOException {
    run("ingest", images.toString(), "--warehouse", warehouse(), "--set", "ingest.maxBytes=1000");
    assertThat(openSources()).hasSize(6);
    try (SparkSession spark = LocalSpark.session()) {
      assertThat(rows(spark, "quarantine"))
          .extracting(row -> row.<String>getAs("exceeded"))
          .containsOnly("maxBytes=1000", null);
    }
    assertThat(ingest(images.toString()).get("added").asInt()).isEqualTo(3);
    assertThat(openSources()).containsExactly("cut.png", "empty.jpg");
  }

  @Test
  void aSourceOfWhichOneImageIsRefusedStaysQuarantined() throws IOException {
    Path table = directory.resolve("alike.parquet");
    writeTable("{scene-000000,cut}.png", table, "'camera' AS source_uri", "content");
    ingest(table.toString());
    ingest(table.toString());
    assertThat(openSources()).containsExactly("camera");
  }

  @Test
  void limitsPutLargeImagesAside() {
    Commands.Result result =
        run(
            "ingest",
            images.toString(),
            "--warehouse",
            directory.resolve("small").toString(),
            "--set",
            "ingest.maxPixels=100");
    assertThat(result.json().get("reasons").get("too-many-pixels").asInt()).isEqualTo(5);
    assertThat(result.json().get("images").asInt()).isZero();
  }

  private JsonNode ingest(String path) {
    return run("ingest", path, "--warehouse", warehouse()).json();
  }

  private String warehouse() {
    return directory.resolve("warehouse").toString();
  }

  /** File names of the sources that are in quarantine and not resolved. */
  private List<String> openSources() throws IOException {
    try (SparkSession spark = LocalSpark.session()) {
      return rows(spark, "quarantine").stream()
          .filter(row -> row.getAs("resolved_run_id") == null)
          .map(row -> row.<String>getAs("source_uri").replaceFirst(".*/", ""))
          .sorted()
          .toList();
    }
  }

  /** Writes the images of the folder as a Parquet table. */
  private void writeTable(String glob, Path table, String... columns) throws IOException {
    try (SparkSession spark = LocalSpark.session()) {
      spark
          .read()
          .format("binaryFile")
          .option("pathGlobFilter", glob)
          .load(images.toString())
          .selectExpr(columns)
          .write()
          .parquet(table.toString());
    }
  }

  private List<Row> rows(SparkSession spark, String table) {
    return spark
        .read()
        .format("delta")
        .load(directory.resolve("warehouse").resolve(table).toString())
        .collectAsList();
  }
}
