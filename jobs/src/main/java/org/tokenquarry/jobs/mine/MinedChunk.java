package org.tokenquarry.jobs.mine;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.storage.StorageLevel;
import org.tokenquarry.digest.Sha256;
import org.tokenquarry.jobs.table.Commit;
import org.tokenquarry.jobs.table.RunInfo;
import org.tokenquarry.jobs.table.Tables;
import org.tokenquarry.jobs.table.Warehouse;

/**
 * The results of the images between two commits, kept by the executors until both tables have them.
 * Closing it lets them go.
 */
final class MinedChunk implements AutoCloseable {

  private final Warehouse warehouse;
  private final RunInfo run;
  private final String transaction;
  private final Dataset<Row> results;
  private final List<Row> putAside;

  private MinedChunk(
      Warehouse warehouse,
      RunInfo run,
      String transaction,
      Dataset<Row> results,
      List<Row> putAside) {
    this.warehouse = warehouse;
    this.run = run;
    this.transaction = transaction;
    this.results = results;
    this.putAside = putAside;
  }

  /**
   * Has the images examined, by as many tasks as {@code results} has partitions.
   *
   * @param stage name in the quarantine
   * @param ids of the images
   * @param results rows of {@link org.tokenquarry.sql.ExamineImages#OUTPUT}, not computed yet
   */
  static MinedChunk compute(
      Warehouse warehouse, RunInfo run, String stage, List<String> ids, Dataset<Row> results) {
    String transaction =
        Sha256.of(List.of(run.modelDigest(), run.settingsDigest(), Sha256.of(ids)));
    Dataset<Row> kept = results.persist(StorageLevel.MEMORY_AND_DISK());
    try {
      // Asks every partition, so that all results are there before the commits, which are single
      // tasks.
      List<Row> putAside =
          kept
              .filter(col("reason").isNotNull())
              .select("image_id", "reason", "detail")
              .collectAsList()
              .stream()
              .map(result -> quarantined(stage, result, run))
              .toList();
      return new MinedChunk(warehouse, run, transaction, kept, putAside);
    } catch (RuntimeException e) {
      kept.unpersist();
      throw e;
    }
  }

  /**
   * Commits both kinds of results. The images that were put aside come first: where the findings of
   * a chunk are known, nothing of it is missing.
   *
   * @return how many images were put aside
   */
  long commit() {
    if (!putAside.isEmpty()) {
      warehouse.append(
          Tables.QUARANTINE,
          warehouse.spark().createDataFrame(putAside, Tables.QUARANTINE.schema()).coalesce(1),
          new Commit("mine-quarantine-" + transaction, run));
    }
    Dataset<Row> findings =
        results
            .filter(col("reason").isNull())
            .select(col("image_id"), explode(col("findings")).as("finding"))
            .select(
                lit(run.modelDigest()).as("model_digest"),
                lit(run.settingsDigest()).as("settings_digest"),
                col("image_id"),
                col("finding.*"))
            .coalesce(1);
    warehouse.append(
        Tables.EXPERIMENTS, findings, new Commit("mine-experiments-" + transaction, run));
    return putAside.size();
  }

  private static Row quarantined(String stage, Row result, RunInfo run) {
    return RowFactory.create(
        stage, null, result.get(0), null, result.get(1), result.get(2), false, run.runId());
  }

  @Override
  public void close() {
    results.unpersist();
  }
}
