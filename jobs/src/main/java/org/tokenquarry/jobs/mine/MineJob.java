package org.tokenquarry.jobs.mine;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.tokenquarry.digest.Sha256;
import org.tokenquarry.error.UserException;
import org.tokenquarry.jobs.table.Commit;
import org.tokenquarry.jobs.table.Funnel;
import org.tokenquarry.jobs.table.RunInfo;
import org.tokenquarry.jobs.table.Split;
import org.tokenquarry.jobs.table.Tables;
import org.tokenquarry.jobs.table.Warehouse;
import org.tokenquarry.model.ModelBundle;
import org.tokenquarry.sql.ExamineImages;

/**
 * Runs the experiments on every image that they were not run on yet.
 *
 * <p>Input table: {@code images} of the split {@code mine}. Output tables: {@code experiments},
 * {@code quarantine}. Example:
 *
 * <pre>{@code tokenquarry mine --warehouse warehouse}</pre>
 *
 * <p>Failure modes: no image was ingested, the bundle is bad, the warehouse belongs to another
 * model ({@link UserException}). A run that was cut off is continued by the next one from its last
 * commit.
 */
public final class MineJob {

  private static final String STAGE = "mine";
  private static final String[] IMAGE_KEY = {"image_id"};

  private final Warehouse warehouse;
  private final RunInfo run;
  private final MineOptions options;

  /**
   * Plans a run.
   *
   * @param run names the digests of the model and the settings in {@code options}
   */
  public MineJob(Warehouse warehouse, RunInfo run, MineOptions options) {
    this.warehouse = warehouse;
    this.run = run;
    this.options = options;
  }

  /**
   * Mines what is left to mine.
   *
   * @param bundle the bundle at the location in the plan
   */
  public MineSummary run(ModelBundle bundle) {
    Instant start = Instant.now();
    warehouse.bind(run.modelDigest(), bundle.manifest().name(), bundle.manifest().hidden());
    Dataset<Row> images = warehouse.read(Tables.IMAGES).filter(col("split").equalTo(Split.MINE));
    long wanted = images.count();
    if (wanted == 0) {
      throw new UserException(
          "nothing-to-mine",
          "The warehouse " + warehouse.location() + " holds no image to mine.",
          "Run ingest first.");
    }
    List<String> left = left(images);
    long quarantinedBefore = quarantined();
    for (int first = 0; first < left.size(); first += options.imagesPerCommit()) {
      int last = Math.min(left.size(), first + options.imagesPerCommit());
      mine(images, left.subList(first, last));
    }
    if (!left.isEmpty() && !left(images).isEmpty()) {
      throw new UserException(
          "rows-deleted",
          "Images of "
              + warehouse.location()
              + " were mined before, and their rows have been deleted from the table experiments since.",
          "Restore the table to a version before the deletion, or mine into a new warehouse.");
    }
    long quarantined = quarantined();
    long mined = left.size() - (quarantined - quarantinedBefore);
    Funnel funnel = Funnel.of(mined());
    return new MineSummary(
        wanted,
        wanted - mined - quarantined,
        mined,
        quarantined,
        funnel.tokens(),
        funnel.stages(),
        funnel.redundant(),
        Duration.between(start, Instant.now()).toMillis() / 1000.0);
  }

  /** Ids of images without findings and not put aside, in ascending order. */
  private List<String> left(Dataset<Row> images) {
    return images
        .select("image_id")
        .join(mined().select("image_id").distinct(), IMAGE_KEY, "left_anti")
        .join(putAside().select("image_id"), IMAGE_KEY, "left_anti")
        .sort("image_id")
        .as(Encoders.STRING())
        .collectAsList();
  }

  private Dataset<Row> mined() {
    Column mine =
        col("model_digest")
            .equalTo(run.modelDigest())
            .and(col("settings_digest").equalTo(run.settingsDigest()));
    return warehouse.read(Tables.EXPERIMENTS).filter(mine);
  }

  private Dataset<Row> putAside() {
    return warehouse.read(Tables.QUARANTINE).filter(col("stage").equalTo(STAGE));
  }

  private long quarantined() {
    return putAside().count();
  }

  private void mine(Dataset<Row> images, List<String> ids) {
    List<Row> keys = ids.stream().map(id -> RowFactory.create(id)).toList();
    StructType keyType = new StructType().add("image_id", DataTypes.StringType, false);
    Dataset<Row> results =
        images
            .join(
                broadcast(warehouse.spark().createDataFrame(keys, keyType)), IMAGE_KEY, "left_semi")
            .select("image_id", "content")
            .repartition(1 + (ids.size() - 1) / options.imagesPerTask(), col("image_id"))
            .mapPartitions(new ExamineImages(options.plan()), Encoders.row(ExamineImages.OUTPUT))
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      // Computed here by many tasks; the writes below are single tasks that only read the result.
      results.count();
      String transaction =
          Sha256.of(List.of(run.modelDigest(), run.settingsDigest(), Sha256.of(ids)));
      append(results, new Commit("mine-experiments-" + transaction, run));
      quarantine(results, new Commit("mine-quarantine-" + transaction, run));
    } finally {
      results.unpersist();
    }
  }

  private void append(Dataset<Row> results, Commit commit) {
    Dataset<Row> rows =
        results
            .filter(col("reason").isNull())
            .select(col("image_id"), explode(col("findings")).as("finding"))
            .select(
                lit(run.modelDigest()).as("model_digest"),
                lit(run.settingsDigest()).as("settings_digest"),
                col("image_id"),
                col("finding.*"))
            .coalesce(1);
    warehouse.append(Tables.EXPERIMENTS, rows, commit);
  }

  private void quarantine(Dataset<Row> results, Commit commit) {
    List<Row> rows = new ArrayList<>();
    for (Row row :
        results
            .filter(col("reason").isNotNull())
            .select("image_id", "reason", "detail")
            .collectAsList()) {
      rows.add(
          RowFactory.create(
              STAGE, null, row.get(0), null, row.get(1), row.get(2), false, run.runId()));
    }
    if (!rows.isEmpty()) {
      warehouse.append(
          Tables.QUARANTINE,
          warehouse.spark().createDataFrame(rows, Tables.QUARANTINE.schema()).coalesce(1),
          commit);
    }
  }
}
