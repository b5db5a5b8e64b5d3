package org.tokenquarry.jobs;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.experiment.Stage;
import org.tokenquarry.jobs.cli.ExitCode;
import org.tokenquarry.jobs.table.Commit;
import org.tokenquarry.jobs.table.RunInfo;
import org.tokenquarry.jobs.table.Tables;
import org.tokenquarry.jobs.table.Warehouse;

/**
 * What a night costs while the warehouse grows. All files are ingested. Most are not mined, which
 * would take hours: rows that say so are written instead.
 */
class GrowthTest {

  private static final int TOKENS = 16;
  private static final int NEW = 20;
  private static final String FEW = "[ingest, mine]";
  private static final String EVERY_DAY = "[ingest, mine, compact]";
  private static final String MOST = "[ingest, mine, cluster, report, compact]";
  private static final double MOST_SECONDS = 60;

  /** So many nights that each table gets a checkpoint, and has its files merged. */
  private static final int OFTEN = 24;

  private static final int OF_A_PART = 500;

  /** What a night reads of a row that is there already, in all tables. */
  private static final long MOST_BYTES_OF_A_ROW = 600;

  @TempDir Path directory;

  /**
   * A night with new images, and the next one, which finds nothing new.
   *
   * @param images in the warehouse
   * @param sources opened and read, those of images
   * @param packs likewise
   * @param tables likewise, everything else in the warehouse
   * @param seconds of the night
   * @param nothing the next night
   */
  private record Nights(
      int images, Read sources, Read packs, Read tables, double seconds, Nothing nothing) {}

  private record Nothing(double seconds, Read images, Read tables) {}

  private record Read(long opens, long bytes) {

    static Read of(String part) {
      return new Read(MeteredFileSystem.opens(part), MeteredFileSystem.bytesRead(part));
    }

    static Read ofPacks() {
      return of("/contents/rows-");
    }

    static Read ofTables() {
      return of("/warehouse/").minus(ofPacks());
    }

    Read minus(Read other) {
      return new Read(opens - other.opens, bytes - other.bytes);
    }
  }

  @Test
  void anImageCostsTheSameInALargeWarehouse() throws IOException {
    assertFlat(nights("scenes", NumberedFiles.scenes(), FEW, 100, 1_000));
  }

  @Test
  @Tag("proof")
  void aSceneCostsTheSameAmongAHundredThousand() throws IOException {
    assertQuick(nights("scenes", NumberedFiles.scenes(), MOST, 1_000, 10_000, 100_000));
  }

  @Test
  @Tag("proof")
  void aPhotographCostsTheSameAmongAHundredThousand() throws IOException {
    assertQuick(nights("photographs", NumberedFiles.photographs(0), MOST, 1_000, 10_000, 100_000));
  }

  /**
   * A night opens what earlier nights left since tables were merged, however large they are. A
   * young warehouse has fewer of these files.
   */
  @Test
  @Tag("proof")
  void nightsThatMergeOpenAsManyFilesInALargeWarehouse() throws IOException {
    NumberedFiles files = NumberedFiles.scenes();
    List<LongSummaryStatistics> opens = new ArrayList<>();
    int written = 0;
    for (int size : new int[] {100, 1_000, 10_000}) {
      load(files, written, size);
      written = size;
      night(EVERY_DAY);
      LongSummaryStatistics nights = new LongSummaryStatistics();
      for (int i = 0; i < OFTEN; i++) {
        files.write(directory.resolve("sources"), written, written + NEW);
        written += NEW;
        MeteredFileSystem.reset();
        night(EVERY_DAY);
        nights.accept(Read.ofTables().opens());
      }
      opens.add(nights);
      System.out.printf(
          "| %,d | %,d | %,d to %,d | %.0f |%n",
          size, OFTEN, nights.getMin(), nights.getMax(), nights.getAverage());
    }
    assertThat(opens.get(2).getAverage()).isLessThan(opens.get(1).getAverage() * 1.25);
  }

  private static void assertQuick(List<Nights> grown) {
    assertFlat(grown);
    assertThat(grown)
        .allSatisfy(night -> assertThat(night.nothing().seconds()).isLessThan(MOST_SECONDS));
  }

  private static void assertFlat(List<Nights> grown) {
    Nights small = grown.get(0);
    for (Nights night : grown) {
      assertThat(night.sources().opens()).isEqualTo(NEW);
      assertThat(night.packs().opens()).isEqualTo(small.packs().opens());
      assertThat(night.packs().bytes()).isLessThan(small.packs().bytes() * 11 / 10);
      // Thin rows are compared, so their bytes grow. The load before the night made commits, and
      // large files are read in several parts.
      assertThat(night.tables().opens())
          .isLessThan(small.tables().opens() + 100 + night.images() / OF_A_PART);
      assertThat(night.tables().bytes())
          .isLessThan(small.tables().bytes() + MOST_BYTES_OF_A_ROW * night.images());
      assertThat(night.nothing().images()).isEqualTo(new Read(0, 0));
    }
  }

  /** Lets a warehouse grow, and prints what was measured. */
  private List<Nights> nights(String kind, NumberedFiles files, String verbs, int... sizes)
      throws IOException {
    List<Nights> grown = new ArrayList<>();
    int written = 0;
    for (int size : sizes) {
      load(files, written, size - NEW);
      files.write(directory.resolve("sources"), size - NEW, size);
      written = size;
      grown.add(measure(size, verbs));
      print(kind, grown.get(grown.size() - 1));
    }
    return grown;
  }

  /** Adds files to the sources, and has all of them ingested and mined. */
  private void load(NumberedFiles files, int from, int to) throws IOException {
    files.write(directory.resolve("sources"), from, to);
    if (from == 0) {
      night(FEW);
    } else {
      run("ingest");
      fill();
    }
  }

  private Nights measure(int size, String verbs) {
    MeteredFileSystem.reset();
    long start = System.nanoTime();
    JsonNode night = night(FEW);
    double seconds = since(start);
    assertThat(night.at("/ingest/added").asInt()).isEqualTo(NEW);
    assertThat(night.at("/ingest/images").asInt()).isEqualTo(size);
    assertThat(night.at("/mine/mined").asInt()).isEqualTo(NEW);
    Read sources = Read.of("/sources/0");
    Read packs = Read.ofPacks();
    Read tables = Read.ofTables();
    if (!verbs.equals(FEW)) {
      night(verbs);
    }
    MeteredFileSystem.reset();
    long again = System.nanoTime();
    JsonNode nothing = night(verbs);
    double secondsOfNothing = since(again);
    assertThat(nothing.at("/ingest/opened").asInt()).isZero();
    assertThat(nothing.at("/mine/skipped").asText()).isNotEmpty();
    Read images =
        new Read(
            MeteredFileSystem.opens("/sources/0") + MeteredFileSystem.opens("/contents/rows-"),
            MeteredFileSystem.bytesRead("/sources/0")
                + MeteredFileSystem.bytesRead("/contents/rows-"));
    return new Nights(
        size,
        sources,
        packs,
        tables,
        seconds,
        new Nothing(secondsOfNothing, images, Read.of("/warehouse/")));
  }

  private static double since(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static void print(String kind, Nights night) {
    System.out.printf(
        "| %s | %,d | %.1f | %,d | %.2f | %,d | %,d | %.1f | %.1f | %,d | %.1f |%n",
        kind,
        night.images(),
        (double) (night.sources().opens() + night.packs().opens()) / NEW,
        (night.sources().bytes() + night.packs().bytes()),
        (double) (night.sources().bytes() + night.packs().bytes()) / night.sources().bytes(),
        night.tables().opens(),
        night.tables().bytes(),
        night.seconds(),
        night.nothing().seconds(),
        night.nothing().images().bytes(),
        night.nothing().tables().bytes() / 1e6);
  }

  private JsonNode night(String verbs) {
    return run(
        "nightly",
        "--set",
        "nightly.verbs=" + verbs,
        "--set",
        "report.file=" + directory.resolve("report.html"));
  }

  private JsonNode run(String verb, String... more) {
    List<String> all = new ArrayList<>();
    all.add(MeteredFileSystem.path(directory.resolve("sources")));
    all.addAll(List.of(more));
    Commands.Result done =
        new TinyWarehouses(MeteredFileSystem.path(directory))
            .run("warehouse", verb, all.toArray(String[]::new));
    assertThat(done.code()).as("%s", done.json()).isEqualTo(ExitCode.DONE);
    return done.json();
  }

  /** Writes findings of all images that have none: no token is redundant. */
  private void fill() {
    Warehouse warehouse =
        new Warehouse(LocalSpark.session(), MeteredFileSystem.path(directory.resolve("warehouse")));
    Row key = warehouse.read(Tables.EXPERIMENTS).select("model_digest", "settings_digest").head();
    RunInfo run = new RunInfo("fill", "mine", key.getString(0), key.getString(1));
    Dataset<Row> left =
        warehouse
            .read(Tables.IMAGES)
            .join(warehouse.read(Tables.MINED), "image_id", "left_anti")
            .select("image_id");
    List<String> ids = left.as(Encoders.STRING()).collectAsList();
    Dataset<Row> images =
        LocalSpark.session()
            .createDataset(ids, Encoders.STRING())
            .toDF("image_id")
            .withColumn("settings_digest", lit(key.getString(1)));
    Dataset<Row> mined = images.withColumn("tokens", lit(TOKENS)).withColumn("redundant", lit(0));
    for (Stage stage : Stage.values()) {
      String column = "rejected_at_" + stage.code().replace('-', '_');
      mined = mined.withColumn(column, lit(stage == Stage.WITHIN_IMAGE ? TOKENS : 0));
    }
    Dataset<Row> findings =
        images
            .withColumn("model_digest", lit(key.getString(0)))
            .withColumn("token_index", explode(expr("sequence(0, " + (TOKENS - 1) + ")")))
            .withColumn("row", expr("int(token_index / 4)"))
            .withColumn("col", expr("token_index % 4"))
            .withColumn("cls_rank", col("token_index"))
            .withColumn("stage", lit(Stage.WITHIN_IMAGE.code()))
            .withColumn("redundant", lit(false));
    String transaction = "fill-" + ids.size();
    warehouse.append(Tables.EXPERIMENTS, findings, new Commit(transaction, run));
    warehouse.append(Tables.MINED, mined, new Commit(transaction, run));
  }
}
