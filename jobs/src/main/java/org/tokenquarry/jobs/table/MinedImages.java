package org.tokenquarry.jobs.table;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tokenquarry.experiment.Stage;

/**
 * The images that were mined with a model and settings, one row for each. The table {@code
 * experiments} is the truth. This one follows from it, and counts in seconds what that table would
 * take minutes to count.
 */
public final class MinedImages {

  private final Warehouse warehouse;
  private final String modelDigest;
  private final String settingsDigest;

  /** Looks at the images of one model and one setting of the experiments. */
  public MinedImages(Warehouse warehouse, String modelDigest, String settingsDigest) {
    this.warehouse = warehouse;
    this.modelDigest = modelDigest;
    this.settingsDigest = settingsDigest;
  }

  /** Rows of {@link Tables#MINED}. */
  public Dataset<Row> rows() {
    return warehouse.read(Tables.MINED).filter(col("settings_digest").equalTo(settingsDigest));
  }

  /** Whether both tables agree on the number of tokens. Reads no file of {@code experiments}. */
  public boolean agree() {
    return findings() == tokens();
  }

  /** Rows of {@code experiments}. */
  public long findings() {
    if (!warehouse.has(Tables.EXPERIMENTS)) {
      return 0;
    }
    Map<String, String> partition = Map.of("settings_digest", settingsDigest);
    return warehouse.delta(Tables.EXPERIMENTS).files().stream()
        .filter(file -> file.partition().equals(partition))
        .mapToLong(TableFile::rows)
        .sum();
  }

  /** Tokens of the images of this table. */
  public long tokens() {
    return rows().agg(coalesce(sum("tokens"), lit(0L))).head().getLong(0);
  }

  /**
   * Checks that each image has one finding for each probed token. Reads no file of {@code
   * experiments}.
   *
   * @param funnel of these {@link #rows}
   * @param probed tokens of an image; empty where it depends on the image
   * @throws org.tokenquarry.error.UserException {@code findings-uneven} if some image has not
   */
  public void requireEven(Funnel funnel, OptionalInt probed) {
    Column wrong =
        probed.isPresent() ? when(col("tokens").notEqual(probed.getAsInt()), 1) : lit(null);
    Row counts = rows().agg(countDistinct("image_id"), count(wrong)).head();
    long images = counts.getLong(0);
    long findings = findings();
    if (images != funnel.images() || counts.getLong(1) > 0 || findings != funnel.tokens()) {
      throw TableErrors.findingsUneven(warehouse.location(), findings, images, probed);
    }
  }

  /**
   * Counts everything again. Needed after a run that was killed between its commits to the two
   * tables, and after rows were deleted by hand.
   */
  public void countAgain(RunInfo run) {
    Column[] counts =
        Stream.concat(
                Stream.of(
                    count(lit(1)).cast("int").as("tokens"),
                    sum(col("redundant").cast("int")).cast("int").as("redundant")),
                Arrays.stream(Stage.values()).map(MinedImages::rejections))
            .toArray(Column[]::new);
    Dataset<Row> counted =
        warehouse
            .experiments(modelDigest, settingsDigest)
            .groupBy("settings_digest", "image_id")
            .agg(counts[0], Arrays.copyOfRange(counts, 1, counts.length));
    warehouse.replace(Tables.MINED, "settings_digest = '" + settingsDigest + "'", counted, run);
  }

  private static Column rejections(Stage stage) {
    Column rejected = col("stage").equalTo(stage.code()).and(not(col("redundant")));
    return sum(rejected.cast("int")).cast("int").as(MinedImage.rejectedAt(stage));
  }
}
