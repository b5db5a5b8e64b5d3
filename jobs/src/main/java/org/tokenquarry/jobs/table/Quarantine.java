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
import org.apache.commons.lang3.StringUtils;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.tokenquarry.image.ImageLimits;
import org.tokenquarry.image.Reason;

/**
 * What was put aside, by {@code ingest} and by {@code mine}.
 *
 * <p>A row is open until a later run takes the thing in or tries it again; then it is resolved. No
 * row is ever deleted. What {@code mine} put aside is put aside for its model and its settings
 * only.
 */
public final class Quarantine {

  /** Column of {@link #ofMining}: whether the row keeps its image from being mined. */
  public static final String HOLDS = "holds";

  private static final String MINE = "mine";
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
   * The rows of {@code mine} with a model and settings, open ones and resolved ones. A row from
   * before rows had a model is among them and holds nothing: whose it was is not known.
   *
   * @param run names model and settings
   * @param limits of the run. A row whose reason is another limit holds nothing
   * @return with the column {@link #HOLDS}
   */
  public Dataset<Row> ofMining(RunInfo run, ImageLimits limits) {
    Object[] same =
        Arrays.stream(Reason.values()).map(limits::behind).flatMap(Optional::stream).toArray();
    Column stands = col("exceeded").isNull().or(col("exceeded").isin(same));
    return rows()
        .filter(mined(run))
        .withColumn(HOLDS, OPEN.and(col("model_digest").isNotNull()).and(stands));
  }

  /**
   * The open rows that matter to a model and settings: those of {@code ingest}, and those of {@code
   * mine} with both.
   */
  public Dataset<Row> openFor(String modelDigest, String settingsDigest) {
    Column mined = col("stage").equalTo(MINE).and(keyed(modelDigest, settingsDigest));
    return rows().filter(OPEN.and(INGESTED.or(mined)));
  }

  /**
   * Counts what {@link #openFor} has rows of. A source with several rows is one thing, and so is an
   * image.
   */
  public Count count(String modelDigest, String settingsDigest) {
    Row counts =
        openFor(modelDigest, settingsDigest)
            .agg(
                countDistinct(when(INGESTED, col("source_uri"))),
                countDistinct(when(not(INGESTED), col("image_id"))))
            .head();
    return new Count(counts.getLong(0), counts.getLong(1));
  }

  /**
   * How much is put aside.
   *
   * @param sources that {@code ingest} did not take in
   * @param images that were taken in and that {@code mine} did not mine
   */
  public record Count(long sources, long images) {}

  /** Puts things aside. The stage, the model and the settings are those of the commit's run. */
  public void add(List<PutAside> things, Commit commit) {
    RunInfo run = commit.run();
    List<Row> rows =
        things.stream()
            .map(
                thing ->
                    RowFactory.create(
                        run.verb(),
                        thing.sourceUri(),
                        thing.imageId(),
                        null,
                        thing.reason(),
                        thing.detail(),
                        thing.retryable(),
                        run.runId(),
                        StringUtils.trimToNull(run.modelDigest()),
                        StringUtils.trimToNull(run.settingsDigest()),
                        thing.exceeded(),
                        null))
            .toList();
    warehouse.append(
        Tables.QUARANTINE,
        warehouse.spark().createDataFrame(rows, Tables.QUARANTINE.schema()).coalesce(1),
        commit);
  }

  /**
   * Resolves what {@code ingest} put aside and has taken in since.
   *
   * @param sources distinct, in a column {@code source_uri}
   */
  public void takenIn(Dataset<Row> sources, RunInfo run) {
    resolve(INGESTED, sources, "source_uri", run);
  }

  /**
   * Resolves what {@code mine} put aside, because it is tried again. If it is refused again, it
   * gets a new row.
   *
   * @param imageIds distinct
   * @param run names model and settings
   */
  public void triedAgain(List<String> imageIds, RunInfo run) {
    List<Row> rows = imageIds.stream().map(id -> RowFactory.create(id)).toList();
    StructType schema = new StructType().add("image_id", DataTypes.StringType);
    resolve(mined(run), warehouse.spark().createDataFrame(rows, schema), "image_id", run);
  }

  private void resolve(Column which, Dataset<Row> keys, String key, RunInfo run) {
    // Most runs resolve nothing, and should then commit nothing.
    if (!rows().filter(OPEN.and(which)).join(keys, key).isEmpty()) {
      warehouse.updateMatching(
          Tables.QUARANTINE,
          OPEN.and(which),
          keys,
          key,
          Map.of("resolved_run_id", lit(run.runId())),
          run);
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
