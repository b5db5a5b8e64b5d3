package org.tokenquarry.jobs;

import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tokenquarry.digest.Sha256;
import org.tokenquarry.experiment.Stage;
import org.tokenquarry.jobs.table.AddedFile;
import org.tokenquarry.jobs.table.Commit;
import org.tokenquarry.jobs.table.FileCommits;
import org.tokenquarry.jobs.table.RunInfo;
import org.tokenquarry.jobs.table.Sequence;
import org.tokenquarry.jobs.table.Tables;
import org.tokenquarry.jobs.table.Warehouse;
import org.tokenquarry.pack.WrittenFile;

/**
 * Rows about images that do not exist, for what looks at rows only.
 *
 * @param warehouse that gets the rows
 * @param count of the images
 */
public record SyntheticRows(Warehouse warehouse, long count) {

  /** Size of an image in bytes. */
  public static final long BYTES = 13_000;

  /** When each file was changed. */
  public static final String MODIFIED = "1764000000000";

  /** Images in a pack. */
  public static final int IMAGES_OF_A_PACK = 2_000;

  /** Whose findings the rows are. */
  public static final RunInfo RUN = new RunInfo("run", "mine", "model", "settings");

  private static final int FILES = 16;

  /** Where an image was read. */
  public static String uri(long number) {
    return String.format("file:/data/photographs/%09d.jpg", number);
  }

  private static String pack(long number) {
    return Sha256.of("pack" + number);
  }

  /** One row of {@code images} for each image. */
  public void images() {
    Dataset<Row> images =
        numbers()
            .withColumn("pack", expr("sha2(concat('pack', id div " + IMAGES_OF_A_PACK + "), 256)"))
            .withColumn("position", expr("int(id % " + IMAGES_OF_A_PACK + ")"))
            .withColumn("bytes", lit(BYTES))
            .withColumn("width", lit(96))
            .withColumn("height", lit(96))
            .withColumn("format", lit("jpeg"))
            .withColumn("split", lit("mine"))
            .withColumn("ingested_at", expr("timestamp'2026-11-26 00:00:00'"));
    warehouse.append(Tables.IMAGES, images.drop("id"), commit("images"));
  }

  /** One row of {@code sources} for each image. */
  public void sources() {
    Dataset<Row> sources =
        numbers()
            .withColumn("length", lit(BYTES))
            .withColumn("modified", lit(MODIFIED))
            .withColumn("images", lit(1L))
            .withColumn("reasons", expr("map_filter(map('none', 0L), (code, times) -> false)"))
            .withColumn("ignored", lit(0L))
            .withColumn("limits", expr("filter(array('none'), each -> false)"))
            .withColumn("retryable", lit(false))
            .withColumn("run_id", lit(RUN.runId()));
    warehouse.append(Tables.SOURCES, sources.drop("id"), commit("sources"));
  }

  /** The entries of {@code contents}, whose files do not exist. */
  public void packs() {
    List<AddedFile> packs = new ArrayList<>();
    for (long number = 0; number * IMAGES_OF_A_PACK < count; number++) {
      WrittenFile file =
          new WrittenFile("rows-" + number, BYTES * IMAGES_OF_A_PACK, IMAGES_OF_A_PACK);
      packs.add(new AddedFile(file, Map.of("pack", pack(number))));
    }
    new FileCommits(warehouse).add(Tables.CONTENTS, packs, new Sequence("test", 1), RUN);
  }

  /** One row of {@code mined} for each image. */
  public void mined() {
    Dataset<Row> mined =
        numbers()
            .withColumn("settings_digest", lit(RUN.settingsDigest()))
            .withColumn("tokens", lit(16))
            .withColumn("redundant", lit(0));
    for (Stage stage : Stage.values()) {
      mined =
          mined.withColumn(
              "rejected_at_" + stage.code().replace('-', '_'),
              lit(stage == Stage.WITHIN_IMAGE ? 16 : 0));
    }
    warehouse.append(Tables.MINED, mined.drop("id", "source_uri"), commit("mined"));
  }

  private Dataset<Row> numbers() {
    return warehouse
        .spark()
        .range(0, count, 1, FILES)
        .toDF("id")
        .withColumn("image_id", expr("sha2(string(id), 256)"))
        .withColumn(
            "source_uri", expr("concat('file:/data/photographs/', lpad(id, 9, '0'), '.jpg')"));
  }

  private static Commit commit(String table) {
    return new Commit("synthetic-" + table, RUN);
  }
}
