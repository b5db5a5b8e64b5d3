package org.tokenquarry.jobs.migrate;

import static org.apache.spark.sql.functions.first;

import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.tokenquarry.intake.PackOldImages;
import org.tokenquarry.jobs.table.AddedFile;
import org.tokenquarry.jobs.table.OlderTables;
import org.tokenquarry.jobs.table.RunInfo;
import org.tokenquarry.jobs.table.Tables;
import org.tokenquarry.jobs.table.Warehouse;
import org.tokenquarry.pack.PackLimits;
import org.tokenquarry.pack.WrittenFile;

/**
 * Moves the bytes of images out of the table {@code images} into packs. The table keeps its old
 * form until its last commit, so a run that was cut off is repeated from the beginning.
 */
final class OldImages {

  private static final String VECTORIZED = "spark.sql.parquet.enableVectorizedReader";

  private final Warehouse warehouse;
  private final OlderTables old;
  private final RunInfo run;

  OldImages(Warehouse warehouse, RunInfo run) {
    this.warehouse = warehouse;
    this.old = new OlderTables(warehouse);
    this.run = run;
  }

  /** Returns how many images there are. */
  long migrate() throws Exception {
    SparkSession spark = warehouse.spark();
    Path places = new Path(warehouse.location(), "_migrating");
    FileSystem fs = places.getFileSystem(spark.sessionState().newHadoopConf());
    fs.delete(places, true);
    old.empty(Tables.CONTENTS, run);
    // Row by row: a batch of rows would hold thousands of images.
    String before = spark.conf().get(VECTORIZED);
    spark.conf().set(VECTORIZED, false);
    try {
      pack(spark, places);
    } finally {
      spark.conf().set(VECTORIZED, before);
    }
    Dataset<Row> placed = spark.read().parquet(places.toString());
    old.addPacks(packs(placed), run);
    old.replace(
        Tables.IMAGES,
        old.rows(Tables.IMAGES)
            .drop("content")
            .join(placed.select("image_id", "pack", "position", "bytes"), "image_id"),
        run);
    long images = placed.count();
    fs.delete(places, true);
    return images;
  }

  /** A task whose result is not used leaves a pack that belongs to no table. */
  private void pack(SparkSession spark, Path places) {
    PackOldImages pack =
        new PackOldImages(
            new SerializableConfiguration(spark.sessionState().newHadoopConf()),
            warehouse.path(Tables.CONTENTS),
            PackLimits.USUAL);
    old.rows(Tables.IMAGES)
        .select("image_id", "content")
        .mapPartitions(pack, Encoders.row(PackOldImages.OUTPUT))
        .write()
        .parquet(places.toString());
  }

  /** One for each pack. */
  private static List<AddedFile> packs(Dataset<Row> placed) {
    return placed
        .groupBy("file")
        .agg(
            first("pack").as("pack"),
            first("file_bytes").as("file_bytes"),
            first("file_rows").as("file_rows"))
        .collectAsList()
        .stream()
        .map(
            row ->
                new AddedFile(
                    new WrittenFile(
                        row.getAs("file"), row.getAs("file_bytes"), row.getAs("file_rows")),
                    Map.of("pack", row.<String>getAs("pack"))))
        .toList();
  }
}
