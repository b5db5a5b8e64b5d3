package org.tokenquarry.jobs.table;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tokenquarry.image.ImageLimits;
import org.tokenquarry.image.Reason;

/**
 * What {@code ingest} and {@code mine} quarantined.
 *
 * <p>A row is open until a later run takes the source in, or tries the image again. Then it is
 * resolved. No row is ever deleted. What {@code mine} quarantines is quarantined for its model and
 * its settings only.
 */
public final class Quarantine {

  /** Column of {@link #ofMining}: whether the row keeps its image from being mined. */
  public static final String HOLDS = "holds";

  private static final String MINE = "mine";

  /** How often a change is tried whose files are being merged. */
  private static final int ATTEMPTS = 5;

  private static final Column INGESTED = col("stage").equalTo("ingest");
  private static final Column OPEN = col("resolved_run_id").isNull();

  private final Warehouse warehouse;

  /** Looks at the quarantine of {@code warehouse}. */
  public Quarantine(Warehouse warehouse) {
    this.warehouse = warehouse;
  }

  /** All rows of {@code ingest}, open ones and resolved ones. */
  public Dataset<Row> ofIngest() {
    return rows().filter(INGESTED);
  }

  /**
   * The rows of {@code mine} with a model and settings, open ones and resolved ones. Old rows that
   * name no model are among them, but hold no image back: their model is not known.
   *
   * @param run names model and settings
   * @param limits of the run. A row whose reason is another limit holds no image back
   * @return with the column {@link #HOLDS}
   */
  public Dataset<Row> ofMining(RunInfo run, ImageLimits limits) {
    return rows().filter(mined(run)).withColumn(HOLDS, holds(limits));
  }

  private static Column holds(ImageLimits limits) {
    Object[] same =
        Arrays.stream(Reason.values()).map(limits::behind).flatMap(Optional::stream).toArray();
    Column stands = col("exceeded").isNull().or(col("exceeded").isin(same));
    return OPEN.and(col("model_digest").isNotNull()).and(stands);
  }

  /**
   * All rows of {@code mine} with a model and settings, open ones and resolved ones, and old rows
   * that name no model.
   */
  public Dataset<Row> of(RunInfo run) {
    return rows().filter(mined(run));
  }

  /**
   * The open rows that matter to a model and its settings: the rows of {@code ingest}, and the rows
   * of {@code mine} with this model and these settings.
   */
  public Dataset<Row> openFor(String modelDigest, String settingsDigest) {
    Column mined = col("stage").equalTo(MINE).and(keyed(modelDigest, settingsDigest));
    return rows().filter(OPEN.and(INGESTED.or(mined)));
  }

  /**
   * Counts the sources and images that {@link #openFor} has rows of. A source or image with several
   * rows counts once.
   */
  public Count count(String modelDigest, String settingsDigest) {
    Row counts =
        openFor(modelDigest, settingsDigest)
            .agg(
                countDistinct(when(INGESTED, col("source_uri"))).as("sources"),
                countDistinct(when(not(INGESTED), col("image_id"))).as("images"))
            .head();
    return new Count(counts.getAs("sources"), counts.getAs("images"));
  }

  /** Counts the rows of {@link #openFor} by verb and reason, sorted by both. */
  public List<QuarantinedReason> reasons(String modelDigest, String settingsDigest) {
    return openFor(modelDigest, settingsDigest)
        .groupBy("stage", "reason")
        .count()
        .sort("stage", "reason")
        .collectAsList()
        .stream()
        .map(
            row ->
                new QuarantinedReason(row.getAs("stage"), row.getAs("reason"), row.getAs("count")))
        .toList();
  }

  /**
   * How much is quarantined.
   *
   * @param sources sources that {@code ingest} did not take in
   * @param images images that were taken in and that {@code mine} did not mine
   */
  public record Count(long sources, long images) {}

  /** Adds entries. Verb, model and settings are those of the commit's run. */
  public void add(List<QuarantineEntry> entries, Commit commit) {
    List<QuarantineRow> rows =
        entries.stream().map(entry -> new QuarantineRow(commit.run(), entry)).toList();
    warehouse.append(Tables.QUARANTINE, warehouse.rows(QuarantineRow.COLUMNS, rows), commit);
  }

  /** The URIs of the open rows of {@code ingest}. */
  public Dataset<Row> openSources() {
    return rows().filter(INGESTED.and(OPEN)).select("source_uri");
  }

  /**
   * Resolves what {@code ingest} quarantined and has taken in since.
   *
   * @param sources distinct, in a column {@code source_uri}
   */
  public void takenIn(Dataset<Row> sources, RunInfo run) {
    resolve(INGESTED, sources, "source_uri", run);
  }

  /**
   * Resolves what {@code mine} quarantined and what does not hold its image back any more. Such an
   * image is tried again, and gets a new row if it is refused again.
   *
   * @param run names model and settings
   * @param limits of the run
   */
  public void tryAgain(RunInfo run, ImageLimits limits) {
    Column loose = OPEN.and(mined(run)).and(not(holds(limits)));
    // Most runs resolve nothing and must then make no commit.
    if (!rows().filter(loose).isEmpty()) {
      warehouse.commits().create(Tables.QUARANTINE, Map.of());
      Map<String, Column> values = Map.of("resolved_run_id", lit(run.runId()));
      repeated(() -> warehouse.update(Tables.QUARANTINE, loose, values, run));
    }
  }

  private void resolve(Column which, Dataset<Row> keys, String key, RunInfo run) {
    // Most runs resolve nothing and must then make no commit.
    if (!rows().filter(OPEN.and(which)).join(keys, key).isEmpty()) {
      repeated(
          () ->
              warehouse.updateMatching(
                  Tables.QUARANTINE,
                  OPEN.and(which),
                  keys,
                  key,
                  Map.of("resolved_run_id", lit(run.runId())),
                  run));
    }
  }

  /**
   * Resolves rows, and once more if the files that hold them were merged meanwhile ({@link
   * Compaction}). Only open rows are resolved, so to do it twice is the same as once.
   */
  private static void repeated(Runnable change) {
    for (int left = ATTEMPTS; ; left--) {
      try {
        change.run();
        return;
      } catch (ConcurrentRunException e) {
        if (left == 1) {
          throw e;
        }
      }
    }
  }

  private Dataset<Row> rows() {
    return warehouse.read(Tables.QUARANTINE);
  }

  /** Of a model and settings, or of those that are not known. */
  private static Column mined(RunInfo run) {
    return col("stage")
        .equalTo(MINE)
        .and(col("model_digest").isNull().or(keyed(run.modelDigest(), run.settingsDigest())));
  }

  private static Column keyed(String modelDigest, String settingsDigest) {
    return col("model_digest")
        .equalTo(modelDigest)
        .and(col("settings_digest").equalTo(settingsDigest));
  }
}
