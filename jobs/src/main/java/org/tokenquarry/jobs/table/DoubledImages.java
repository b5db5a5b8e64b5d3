package org.tokenquarry.jobs.table;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/** Images with several rows in {@code images}. Our verbs leave none; other programs may. */
public final class DoubledImages {

  private static final String ID = "image_id";

  private final Warehouse warehouse;

  /** Looks at the images of {@code warehouse}. */
  public DoubledImages(Warehouse warehouse) {
    this.warehouse = warehouse;
  }

  /** How many images have more than one row. */
  public long images() {
    return warehouse
        .read(Tables.IMAGES)
        .groupBy(ID)
        .agg(count(lit(1)).as("rows"))
        .filter(col("rows").gt(1))
        .count();
  }

  /**
   * Leaves one row of each image, in one commit: a held-out one before one to mine, because a
   * codebook must not be judged by what it was mined from; then the oldest.
   */
  public void removeExtra(RunInfo run) {
    WindowSpec rowsOfImage =
        Window.partitionBy(ID).orderBy("split", "ingested_at", "pack", "position");
    Dataset<Row> once =
        warehouse
            .read(Tables.IMAGES)
            .withColumn("place", row_number().over(rowsOfImage))
            .filter(col("place").equalTo(1))
            .drop("place");
    warehouse
        .commits()
        .make(
            Tables.IMAGES,
            run,
            one -> warehouse.delta(Tables.IMAGES).replace(Tables.IMAGES, once, one));
  }
}
