package org.tokenquarry.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tokenquarry.jobs.Commands.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bytes are read once and stored once, however the work is divided and wherever it is cut off. */
class IngestOnceTest {

  @TempDir Path directory;

  private Path images;
  private long bytes;

  /** Six scenes, of which three have copies, and a file that is no image. */
  @BeforeEach
  void drawScenes() throws IOException {
    run("scenes", "--count", "6", "--seed", "4", "--out", directory.toString());
    images = directory.resolve("images");
    for (int i = 0; i < 3; i++) {
      Files.copy(
          images.resolve("scene-00000" + i + ".png"), images.resolve("z-copy-" + i + ".png"));
    }
    Files.copy(images.resolve("scene-000005.png"), images.resolve("a-copy-5.png"));
    try (Stream<Path> files = Files.list(images)) {
      bytes = files.mapToLong(file -> file.toFile().length()).sum();
    }
  }

  @Test
  void theDivisionIntoTasksChangesNothing() throws IOException {
    JsonNode whole = ingest("whole", images.toString());
    JsonNode divided = ingest("divided", images.toString(), "--set", "ingest.packImages=1");
    assertThat(divided).isEqualTo(whole);
    assertThat(whole.get("added").asInt()).isEqualTo(6);
    assertThat(whole.get("images").asInt()).isEqualTo(10);
    assertAddsUp(whole, 10);
    assertThat(stored("divided"))
        .isEqualTo(stored("whole"))
        .hasSize(6)
        .anyMatch(row -> row.contains("a-copy-5.png"))
        .noneMatch(row -> row.contains("z-copy"));
    assertStoredOnce("whole", 6);
    assertStoredOnce("divided", 6);
  }

  @Test
  void bytesAreReadOnceAndNotAgainTheNextNight() throws IOException {
    String metered = MeteredFileSystem.path(images);
    MeteredFileSystem.reset();
    JsonNode first = ingest("warehouse", metered);
    assertThat(first.get("bytesRead").asLong()).isEqualTo(bytes);
    assertThat(first.get("opened").asInt()).isEqualTo(10);
    assertThat(MeteredFileSystem.bytesRead(".png")).isEqualTo(bytes);
    assertThat(MeteredFileSystem.opens(".png")).isEqualTo(10);
    MeteredFileSystem.reset();
    JsonNode next = ingest("warehouse", metered);
    assertThat(MeteredFileSystem.opens("")).isZero();
    assertThat(next.get("opened").asInt()).isZero();
    assertThat(next.get("unchanged").asInt()).isEqualTo(10);
    assertAddsUp(next, 10);
    Files.copy(images.resolve("z-copy-0.png"), images.resolve("new.png"));
    byte[] other = Files.readAllBytes(images.resolve("scene-000003.png"));
    Files.write(images.resolve("scene-000003.png"), Arrays.copyOf(other, 900));
    JsonNode third = ingest("warehouse", metered);
    assertThat(third.get("opened").asInt()).isEqualTo(2);
    assertThat(third.get("reasons").toString()).isEqualTo("{\"truncated\":1}");
    assertThat(third.get("added").asInt()).isZero();
    assertAddsUp(third, 11);
    try (SparkSession spark = LocalSpark.session()) {
      List<Row> sources = rows(spark, "warehouse", "sources");
      assertThat(sources).hasSize(11);
      assertThat(sources)
          .extracting(row -> row.<String>getAs("source_uri"))
          .doesNotHaveDuplicates();
    }
    assertStoredOnce("warehouse", 6);
  }

  @Test
  void aRunThatWasKilledBetweenItsCommitsIsContinued() throws IOException {
    ingest("warehouse", images.toString(), "--set", "ingest.packImages=2");
    for (List<String> missing :
        List.of(List.of("images", "sources"), List.of("sources"), List.of("quarantine"))) {
      for (String table : missing) {
        FileUtils.deleteDirectory(directory.resolve("warehouse").resolve(table).toFile());
      }
      JsonNode again = ingest("warehouse", images.toString());
      assertThat(again.get("images").asInt()).as("without %s", missing).isEqualTo(10);
      assertAddsUp(again, 10);
      assertStoredOnce("warehouse", 6);
    }
  }

  @Test
  void anArchiveAndAFolderAreTakenInTogether() throws Exception {
    Path shards = Files.createDirectories(directory.resolve("shards"));
    pack(shards.resolve("b.tar"));
    Files.writeString(shards.resolve("notes.md"), "no image");
    JsonNode archive = ingest("warehouse", shards.toString());
    assertThat(archive.get("images").asInt()).isEqualTo(10);
    assertThat(archive.get("added").asInt()).isEqualTo(6);
    assertThat(archive.get("sources").asInt()).isEqualTo(1);
    assertThat(archive.get("ignoredExtensions").toString()).isEqualTo("{\"md\":1}");
    JsonNode both = ingest("warehouse", shards.toString(), images.toString());
    assertThat(both.get("images").asInt()).isEqualTo(20);
    assertThat(both.get("added").asInt()).isZero();
    assertThat(both.get("opened").asInt()).isEqualTo(10);
    assertStoredOnce("warehouse", 6);
  }

  @Test
  void aWarehouseAmongTheImagesIsNoImage() {
    for (int night = 0; night < 2; night++) {
      JsonNode summary = ingest("images/[a] warehouse {b}", images.toString());
      assertThat(summary.get("images").asInt()).isEqualTo(10);
      assertThat(summary.get("ignored").asInt()).isZero();
    }
  }

  @Test
  void aMemberThatIsNoLongerThereIsNoLongerQuarantined() throws Exception {
    Path broken = images.resolve("broken.png");
    Files.write(broken, new byte[] {1, 2, 3});
    Path shard = directory.resolve("shard.tar");
    pack(shard);
    assertThat(ingest("warehouse", shard.toString()).get("quarantined").asInt()).isEqualTo(1);
    Files.delete(broken);
    pack(shard);
    assertThat(ingest("warehouse", shard.toString()).get("quarantined").asInt()).isZero();
    try (SparkSession spark = LocalSpark.session()) {
      assertThat(rows(spark, "warehouse", "quarantine"))
          .hasSize(1)
          .noneMatch(row -> row.isNullAt(row.fieldIndex("resolved_run_id")));
      assertThat(rows(spark, "warehouse", "sources")).hasSize(1);
    }
  }

  private void pack(Path archive) throws Exception {
    Process tar =
        new ProcessBuilder("tar", "-cf", archive.toString(), "-C", directory.toString(), "images")
            .start();
    assertThat(tar.waitFor()).isZero();
  }

  /** Every file and member is in one of the numbers. */
  private static void assertAddsUp(JsonNode summary, int all) {
    assertThat(
            summary.get("added").asInt()
                + summary.get("unchanged").asInt()
                + summary.get("quarantined").asInt()
                + summary.get("ignored").asInt())
        .isEqualTo(all);
  }

  private void assertStoredOnce(String warehouse, int count) throws IOException {
    try (SparkSession spark = LocalSpark.session()) {
      List<String> described =
          rows(spark, warehouse, "images").stream().map(IngestOnceTest::place).sorted().toList();
      List<String> held =
          rows(spark, warehouse, "contents").stream().map(IngestOnceTest::place).sorted().toList();
      assertThat(held).hasSize(count).isEqualTo(described);
    }
  }

  private static String place(Row row) {
    return row.getAs("image_id") + " " + row.getAs("pack") + " " + row.getAs("position");
  }

  private List<String> stored(String warehouse) throws IOException {
    try (SparkSession spark = LocalSpark.session()) {
      return rows(spark, warehouse, "images").stream()
          .map(
              row ->
                  row.getAs("image_id") + " " + row.getAs("source_uri") + " " + row.getAs("split"))
          .sorted()
          .toList();
    }
  }

  private JsonNode ingest(String warehouse, String... more) {
    List<String> all = new ArrayList<>(List.of("ingest"));
    all.addAll(List.of(more));
    all.addAll(List.of("--warehouse", directory.resolve(warehouse).toString()));
    return run(all.toArray(String[]::new)).json();
  }

  private List<Row> rows(SparkSession spark, String warehouse, String table) {
    return spark
        .read()
        .format("delta")
        .load(directory.resolve(warehouse).resolve(table).toString())
        .collectAsList();
  }
}
