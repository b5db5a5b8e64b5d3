package org.tokenquarry.jobs.calibrate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.tokenquarry.error.UserException;
import org.tokenquarry.jobs.table.Split;
import org.tokenquarry.jobs.table.Tables;
import org.tokenquarry.jobs.table.Warehouse;
import org.tokenquarry.sql.ExamineImages;

/**
 * Proposes thresholds: runs every experiment on a sample of images and takes quantiles of the
 * scores. Published thresholds mean nothing for another model.
 *
 * <p>Input table: {@code images} of the split {@code mine}; the sample is the images whose ids come
 * first, which is as good as random and always the same. Output: none, the summary holds the
 * thresholds. Example:
 *
 * <pre>{@code tokenquarry calibrate --warehouse warehouse --set calibrate.images=32}</pre>
 *
 * <p>Failure modes: no image was ingested ({@link UserException}).
 */
public final class CalibrateJob {

  private final Warehouse warehouse;
  private final CalibrateOptions options;

  /** Plans a run. */
  public CalibrateJob(Warehouse warehouse, CalibrateOptions options) {
    this.warehouse = warehouse;
    this.options = options;
  }

  /** Measures the sample. */
  public CalibrateSummary run() {
    Dataset<Row> sample =
        warehouse
            .read(Tables.IMAGES)
            .filter(col("split").equalTo(Split.MINE))
            .select("image_id", "content")
            .sort("image_id")
            .limit(options.images());
    List<Row> scores =
        sample
            .repartition(options.images(), col("image_id"))
            .mapPartitions(new ExamineImages(options.plan()), Encoders.row(ExamineImages.OUTPUT))
            .filter(col("reason").isNull())
            .select(col("image_id"), explode(col("findings")).as("finding"))
            .select(
                "image_id",
                "finding.top1_probability",
                "finding.region_divergence",
                "finding.global_divergence")
            .collectAsList();
    if (scores.isEmpty()) {
      throw new UserException(
          "nothing-to-calibrate",
          "The warehouse " + warehouse.location() + " holds no image to calibrate with.",
          "Run ingest first.");
    }
    return summary(scores);
  }

  private CalibrateSummary summary(List<Row> scores) {
    double[] top1 = scores.stream().mapToDouble(row -> row.getDouble(1)).toArray();
    double[] divergence =
        scores.stream()
            .mapToDouble(
                row -> options.plan().settings().combined(row.getDouble(2), row.getDouble(3)))
            .toArray();
    double maxTop1 = quantile(top1, options.top1Quantile());
    double maxDivergence = quantile(divergence, options.divergenceQuantile());
    long below =
        IntStream.range(0, top1.length)
            .filter(i -> top1[i] < maxTop1 && divergence[i] < maxDivergence)
            .count();
    return new CalibrateSummary(
        scores.stream().map(row -> row.getString(0)).distinct().count(),
        scores.size(),
        maxTop1,
        maxDivergence,
        (double) below / scores.size(),
        deciles(top1),
        deciles(divergence));
  }

  private static List<Double> deciles(double[] values) {
    return IntStream.rangeClosed(0, 10).mapToObj(i -> quantile(values, i / 10.0)).toList();
  }

  /** The smallest value that at least this share of the values does not exceed. */
  private static double quantile(double[] values, double share) {
    double[] sorted = DoubleStream.of(values).sorted().toArray();
    int rank = (int) Math.ceil(share * sorted.length);
    return sorted[Math.max(0, rank - 1)];
  }
}
