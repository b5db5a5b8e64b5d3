package org.tokenquarry.jobs.table;

import java.sql.Timestamp;
import java.time.Instant;
import org.apache.spark.sql.types.DataTypes;
import org.tokenquarry.task.RowSchema;

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

  static final RowSchema<Calibration> COLUMNS =
      RowSchema.<Calibration>empty()
          .required("model_digest", DataTypes.StringType, Calibration::modelDigest)
          .required("scores_digest", DataTypes.StringType, Calibration::scoresDigest)
          .required("max_top1_probability", DataTypes.DoubleType, Calibration::maxTop1Probability)
          .required("max_divergence", DataTypes.DoubleType, Calibration::maxDivergence)
          .required("top1_quantile", DataTypes.DoubleType, Calibration::top1Quantile)
          .required("divergence_quantile", DataTypes.DoubleType, Calibration::divergenceQuantile)
          .required("images", DataTypes.LongType, Calibration::images)
          .required("tokens", DataTypes.LongType, Calibration::tokens)
          .required("run_id", DataTypes.StringType, Calibration::runId)
          .required("created_at", DataTypes.TimestampType, row -> Timestamp.from(row.createdAt()));

  /** Says in words where the thresholds come from. */
  public String words() {
    return "calibrated by quantiles on " + images + (images == 1 ? " image" : " images");
  }

  /** Reads a row. */
  static Calibration of(DirectRow row) {
    return new Calibration(
        row.string("model_digest"),
        row.string("scores_digest"),
        row.score("max_top1_probability"),
        row.score("max_divergence"),
        row.score("top1_quantile"),
        row.score("divergence_quantile"),
        row.number("images"),
        row.number("tokens"),
        row.string("run_id"),
        row.instant("created_at"));
  }
}
