package org.tokenquarry.jobs.table;

import java.sql.Timestamp;
import java.time.Instant;
import org.apache.spark.sql.types.DataTypes;
import org.tokenquarry.task.RowSchema;

/**
 * An image that must not be taken in again: a row of {@link Tables#FORGOTTEN}.
 *
 * @param imageId sha256 of its bytes, from which nobody can tell what it shows
 * @param runId the run that forgot it
 * @param forgottenAt when
 */
public record ForgottenImage(String imageId, String runId, Instant forgottenAt) {

  static final RowSchema<ForgottenImage> COLUMNS =
      RowSchema.<ForgottenImage>empty()
          .required("image_id", DataTypes.StringType, ForgottenImage::imageId)
          .required("run_id", DataTypes.StringType, ForgottenImage::runId)
          .required(
              "forgotten_at", DataTypes.TimestampType, row -> Timestamp.from(row.forgottenAt()));
}
