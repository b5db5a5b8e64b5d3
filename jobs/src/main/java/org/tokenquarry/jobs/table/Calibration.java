package org.tokenquarry.jobs.table;

import java.sql.Timestamp;
import java.time.Instant;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * One row of the table {@code calibrations}: thresholds that were found for a model on the images
 * of this warehouse.
 *
 * @param modelDigest the model whose scores they are
 * @param scoresDigest digest of the settings that the scores depend on
 * @param maxTop1Probability in (0, 1]
 * @param maxDivergence positive, nats
 * @param top1Quantile quantile of the top-1 probability that was taken, 0 to 1
 * @param divergenceQuantile quantile of the combined divergence that was taken, 0 to 1
 * @param images in the sample
 * @param tokens in the sample
 * @param runId the run that found them
 * @param createdAt when
 */
public record Calibration(
    String modelDigest,
    String scoresDigest,
    double maxTop1Probability,
    double maxDivergence,
    double top1Quantile,
    double divergenceQuantile,
    long images,
    long tokens,
    String runId,
    Instant createdAt) {

  /** Where the thresholds come from, for people. */
  public String words() {
    return "calibrated by quantiles on " + images + (images == 1 ? " image" : " images");
  }

  /** Reads a row. */
  static Calibration of(Row row) {
    return new Calibration(
        row.getAs("model_digest"),
        row.getAs("scores_digest"),
        row.getAs("max_top1_probability"),
        row.getAs("max_divergence"),
        row.getAs("top1_quantile"),
        row.getAs("divergence_quantile"),
        row.getAs("images"),
        row.getAs("tokens"),
        row.getAs("run_id"),
        row.<Timestamp>getAs("created_at").toInstant());
  }

  /** The row of the table. */
  Row toRow() {
    return RowFactory.create(
        modelDigest,
        scoresDigest,
        maxTop1Probability,
        maxDivergence,
        top1Quantile,
        divergenceQuantile,
        images,
        tokens,
        runId,
        Timestamp.from(createdAt));
  }
}
