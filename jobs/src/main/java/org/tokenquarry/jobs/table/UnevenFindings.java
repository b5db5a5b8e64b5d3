package org.tokenquarry.jobs.table;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.size;

import java.util.List;
import java.util.OptionalInt;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * Images whose findings are not as {@code mine} leaves them: one row of {@code experiments} for
 * each probed token, one row of {@code mined} that counts these, and none for a held-out image. Our
 * verbs leave none; hands and other programs may.
 */
public final class UnevenFindings {

  private static final String SETTINGS = "settings_digest";
  private static final String ID = "image_id";

  private final Warehouse warehouse;

  /** Looks at the findings in {@code warehouse}. */
  public UnevenFindings(Warehouse warehouse) {
    this.warehouse = warehouse;
  }

  /** The digests of all settings that have findings or counts; few. */
  public List<String> settings() {
    return warehouse
        .read(Tables.EXPERIMENTS)
        .select(SETTINGS)
        .union(warehouse.read(Tables.MINED).select(SETTINGS))
        .distinct()
        .sort(SETTINGS)
        .as(Encoders.STRING())
        .collectAsList();
  }

  /**
   * The ids of such images, each once, in a column {@code image_id}.
   *
   * @param settings digest of settings
   * @param probed tokens of an image with these settings; if it is not known, as many as the image
   *     with most of them has
   * @param base how many tokens the base view has, 0 where this depends on the image; with settings
   *     that have findings about others, those of tiles, images may have any number of them
   */
  public Dataset<Row> of(String settings, OptionalInt probed, int base) {
    Dataset<Row> found =
        warehouse
            .read(Tables.EXPERIMENTS)
            .filter(col(SETTINGS).equalTo(settings))
            .groupBy(ID)
            .agg(
                count(lit(1)).as("rows"),
                size(collect_set("token_index")).cast("long").as("tokens"),
                max("token_index").as("last"));
    Dataset<Row> counted =
        warehouse
            .read(Tables.MINED)
            .filter(col(SETTINGS).equalTo(settings))
            .groupBy(ID)
            .agg(count(lit(1)).as("counts"), max("tokens").cast("long").as("counted"));
    Dataset<Row> heldOut =
        warehouse.images(Split.HELDOUT).select(col(ID), lit(true).as("heldOut")).distinct();
    Column rows = coalesce(col("rows"), lit(0L));
    Column twice = rows.notEqual(coalesce(col("tokens"), lit(0L)));
    Column incomplete = incomplete(rows, found, probed, base);
    Column miscounted = col("counts").gt(1).or(col("counted").notEqual(rows));
    return found
        .join(counted, list(ID), "full_outer")
        .join(heldOut, list(ID), "left")
        .filter(
            twice
                .or(incomplete)
                .or(coalesce(miscounted, lit(false)))
                .or(coalesce(col("heldOut"), lit(false))))
        .select(ID);
  }

  private static String[] list(String column) {
    return new String[] {column};
  }

  private static Column incomplete(Column rows, Dataset<Row> found, OptionalInt probed, int base) {
    if (probed.isPresent()) {
      return rows.notEqual(lit(probed.getAsInt()));
    }
    Row most = found.agg(coalesce(max("tokens"), lit(0L)), coalesce(max("last"), lit(-1))).head();
    return most.getInt(1) < base ? rows.notEqual(lit(most.getLong(0))) : lit(false);
  }

  /**
   * Removes all findings of some images, so that they are mined again. A run that is killed in
   * between leaves counts without findings, which {@code mine} notices.
   *
   * @param images as {@link #of} gives them, and not computed from these tables
   */
  public void remove(String settings, Dataset<Row> images, RunInfo run) {
    Column same = col("changed." + SETTINGS).equalTo(settings);
    for (TableSpec table : List.of(Tables.EXPERIMENTS, Tables.MINED)) {
      if (warehouse.has(table)) {
        warehouse.deleteMatching(table, same, images, ID, run);
      }
    }
  }
}
