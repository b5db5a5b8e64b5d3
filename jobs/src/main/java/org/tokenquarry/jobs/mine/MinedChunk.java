package org.tokenquarry.jobs.mine;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.tokenquarry.digest.Sha256;
import org.tokenquarry.jobs.table.Commit;
import org.tokenquarry.jobs.table.ModelBinding;
import org.tokenquarry.jobs.table.Quarantine;
import org.tokenquarry.jobs.table.QuarantineEntry;
import org.tokenquarry.jobs.table.RunInfo;
import org.tokenquarry.jobs.table.Tables;
import org.tokenquarry.jobs.table.Warehouse;

/**
 * The results of the images between two commits. The executors keep them until they are in both
 * tables, and {@link #close} releases them.
 */
final class MinedChunk implements AutoCloseable {

  private final Warehouse warehouse;
  private final RunInfo run;
  private final Images images;
  private final Dataset<Row> results;
  private final List<QuarantineEntry> quarantined;

  private MinedChunk(
      Warehouse warehouse,
      RunInfo run,
      Images images,
      Dataset<Row> results,
      List<QuarantineEntry> quarantined) {
    this.warehouse = warehouse;
    this.run = run;
    this.images = images;
    this.results = results;
    this.quarantined = quarantined;
  }

  /**
   * The images of a chunk.
   *
   * @param ids all of them
   * @param tries of these, those that were quarantined before, and how often
   */
  record Images(List<String> ids, Map<String, Long> tries) {

    /** An image that is tried again changes the identity, so its results are a new transaction. */
    String identity() {
      return Sha256.of(
          ids.stream().map(id -> tries.containsKey(id) ? id + "#" + tries.get(id) : id).toList());
    }

    List<String> triedBefore() {
      return ids.stream().filter(tries::containsKey).toList();
    }
  }

  /**
   * Examines the images, in one task for each partition of {@code results}.
   *
   * @param results rows of {@link org.tokenquarry.task.ExamineImages#OUTPUT}, not computed yet
   */
  static MinedChunk compute(Warehouse warehouse, RunInfo run, Images images, Dataset<Row> results) {
    Dataset<Row> kept = results.persist(StorageLevel.MEMORY_AND_DISK());
    try {
      // Computes every partition. The commits that follow are single tasks and must find all
      // results.
      List<QuarantineEntry> quarantined =
          kept
              .filter(col("reason").isNotNull())
              .select("image_id", "reason", "detail", "exceeded")
              .collectAsList()
              .stream()
              .map(MinedChunk::quarantined)
              .toList();
      return new MinedChunk(warehouse, run, images, kept, quarantined);
    } catch (RuntimeException e) {
      kept.unpersist();
      throw e;
    }
  }

  /**
   * Commits both kinds of results. The quarantined images are committed first. So if the findings
   * of a chunk are in their table, all results of the chunk are. The first findings bind the
   * warehouse to the model.
   *
   * @param binding of this run
   * @param hidden width of an embedding
   * @return how many images were quarantined
   * @throws org.tokenquarry.error.UserException if another run has bound the warehouse to another
   *     model
   */
  long commit(ModelBinding binding, int hidden) {
    String transaction =
        Sha256.of(List.of(run.modelDigest(), run.settingsDigest(), images.identity()));
    Quarantine quarantine = new Quarantine(warehouse);
    if (!images.triedBefore().isEmpty()) {
      quarantine.triedAgain(images.triedBefore(), run);
    }
    if (!quarantined.isEmpty()) {
      quarantine.add(quarantined, new Commit("mine-quarantine-" + transaction, run));
    }
    if (quarantined.size() < images.ids().size()) {
      binding.bind(hidden);
      warehouse.append(
          Tables.EXPERIMENTS, findings(), new Commit("mine-experiments-" + transaction, run));
    }
    return quarantined.size();
  }

  private Dataset<Row> findings() {
    return results
        .filter(col("reason").isNull())
        .select(col("image_id"), explode(col("findings")).as("finding"))
        .select(
            lit(run.modelDigest()).as("model_digest"),
            lit(run.settingsDigest()).as("settings_digest"),
            col("image_id"),
            col("finding.*"))
        .coalesce(1);
  }

  private static QuarantineEntry quarantined(Row result) {
    String exceeded = result.getAs("exceeded");
    return new QuarantineEntry(
        null,
        result.getAs("image_id"),
        result.getAs("reason"),
        result.getAs("detail"),
        exceeded != null,
        exceeded);
  }

  @Override
  public void close() {
    results.unpersist();
  }
}
