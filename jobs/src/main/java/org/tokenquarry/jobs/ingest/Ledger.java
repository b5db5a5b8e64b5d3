package org.tokenquarry.jobs.ingest;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_except;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.tokenquarry.intake.IntakeRules;
import org.tokenquarry.jobs.table.RunInfo;
import org.tokenquarry.jobs.table.Tables;
import org.tokenquarry.jobs.table.Warehouse;
import org.tokenquarry.source.SourceKind;

/**
 * Compares what was found with the table {@code sources}. A source whose length and time are those
 * of its row is unchanged: it is not opened, and counts as its row says.
 *
 * <p>A row stands only as long as reading the source again would give the same: nothing in it was
 * unreachable, and it depends on no limit that has changed.
 */
final class Ledger implements AutoCloseable {

  private static final String URI = "source_uri";
  private static final String IMAGE = SourceKind.IMAGE.name().toLowerCase(Locale.ROOT);

  private final Warehouse warehouse;
  private final Dataset<Row> compared;

  /**
   * Compares.
   *
   * @param listed rows of a listing, some of them perhaps twice
   */
  Ledger(Warehouse warehouse, Dataset<Row> listed, IntakeRules rules) {
    this.warehouse = warehouse;
    this.compared = compare(warehouse.read(Tables.SOURCES), listed, rules);
    compared.persist(StorageLevel.DISK_ONLY());
  }

  private static Dataset<Row> compare(
      Dataset<Row> sources, Dataset<Row> listed, IntakeRules rules) {
    List<Column> inForce = new ArrayList<>();
    rules.limits().all().forEach(limit -> inForce.add(lit(limit)));
    inForce.add(lit(rules.ofNames()));
    Column limits = array(inForce.toArray(Column[]::new));
    Dataset<Row> ledger =
        sources.select(
            col(URI),
            struct(col("length"), col("modified")).as("then"),
            struct("images", "reasons", "ignored", "run_id").as("row"),
            not(col("retryable"))
                .and(size(array_except(col("limits"), limits)).equalTo(0))
                .as("valid"));
    Dataset<Row> once =
        listed.groupBy(URI).agg(min(struct("kind", "naming", "length", "modified")).as("found"));
    Column same =
        col("then.length")
            .equalTo(col("found.length"))
            .and(col("then.modified").equalTo(col("found.modified")));
    return once.join(ledger, once.col(URI).equalTo(ledger.col(URI)), "left")
        .select(
            once.col(URI),
            col("found"),
            col("row"),
            when(same.and(col("valid")), col("row.run_id")).as("standing"))
        .groupBy(URI)
        .agg(
            first("found").as("found"),
            count("row").as("rows"),
            max_by(col("row"), col("standing")).as("row"));
  }

  /** Counts what was found, and what the rows of unchanged sources say. */
  Looked looked() {
    Column unchanged = col("row").isNotNull();
    Column replaced = col("rows").gt(when(unchanged, 1).otherwise(0));
    Row sums =
        compared
            .agg(
                count(lit(1)),
                count(when(unchanged, 1)),
                coalesce(sum("row.images"), lit(0L)),
                coalesce(sum("row.ignored"), lit(0L)),
                count(when(size(col("row.reasons")).gt(0), 1)),
                count(when(replaced, 1)))
            .head();
    Map<String, Long> reasons = sums.getLong(4) == 0 ? Map.of() : reasons();
    return new Looked(
        sums.getLong(0),
        new Unchanged(sums.getLong(1), sums.getLong(2), reasons, sums.getLong(3)),
        sums.getLong(5));
  }

  private Map<String, Long> reasons() {
    // One row for each code.
    Map<String, Long> reasons = new TreeMap<>();
    compared
        .filter(col("row").isNotNull())
        .select(explode(col("row.reasons")).as(new String[] {"reason", "times"}))
        .groupBy("reason")
        .agg(sum("times"))
        .collectAsList()
        .forEach(row -> reasons.put(row.getString(0), row.getLong(1)));
    return reasons;
  }

  /**
   * What was found.
   *
   * @param sources different sources
   * @param unchanged of these, those that are not read again
   * @param replaced sources with rows that will not stand
   */
  record Looked(long sources, Unchanged unchanged, long replaced) {}

  /**
   * What is not read again.
   *
   * @param sources unchanged sources
   * @param images readable images in them
   * @param reasons how often each reason for quarantine occurs in them
   * @param ignored members that are no images by their names
   */
  record Unchanged(long sources, long images, Map<String, Long> reasons, long ignored) {}

  /** The rows of the listing that are to be read, by their URIs. */
  Dataset<Row> toRead() {
    return compared.filter(col("row").isNull()).select(URI, "found.*").sort(URI);
  }

  /**
   * URIs of archives and Parquet files that the ledger has and that are to be read again. Only such
   * files are in memory, of which one holds many images.
   */
  List<String> containersToReadAgain() {
    return compared
        .filter(col("row").isNull().and(col("rows").gt(0)).and(col("found.kind").notEqual(IMAGE)))
        .select(URI)
        .as(Encoders.STRING())
        .collectAsList();
  }

  /**
   * Removes rows that others replace: those of sources that this run has read again, and those that
   * a killed run left.
   */
  void removeReplaced(RunInfo run) {
    Dataset<Row> replaced =
        compared
            .filter(col("rows").gt(when(col("row").isNull(), 0).otherwise(1)))
            .select(col(URI), coalesce(col("row.run_id"), lit(run.runId())).as("kept"));
    warehouse.deleteMatching(
        Tables.SOURCES, col("changed.run_id").notEqual(col("listed.kept")), replaced, URI, run);
  }

  @Override
  public void close() {
    compared.unpersist();
  }
}
