package org.tokenquarry.jobs.table;

import org.apache.spark.sql.types.DataTypes;
import org.tokenquarry.experiment.Stage;
import org.tokenquarry.task.RowSchema;
import org.tokenquarry.task.TokenCounts;

/**
 * What was found of one image, in numbers: a row of {@link Tables#MINED}.
 *
 * @param settingsDigest as in {@link Tables#EXPERIMENTS}
 * @param counts of its tokens
 */
public record MinedImage(String settingsDigest, TokenCounts counts) {

  /** The columns of the table. */
  public static final RowSchema<MinedImage> COLUMNS = columns();

  private static RowSchema<MinedImage> columns() {
    RowSchema<MinedImage> columns =
        RowSchema.<MinedImage>empty()
            .required("settings_digest", DataTypes.StringType, MinedImage::settingsDigest)
            .required("image_id", DataTypes.StringType, image -> image.counts().imageId())
            .required("tokens", DataTypes.IntegerType, image -> image.counts().tokens())
            .required("redundant", DataTypes.IntegerType, image -> image.counts().redundant());
    for (Stage stage : Stage.values()) {
      columns =
          columns.required(
              rejectedAt(stage),
              DataTypes.IntegerType,
              image -> image.counts().rejected().get(stage));
    }
    return columns;
  }

  /** The name of the column that counts what a stage rejected. */
  static String rejectedAt(Stage stage) {
    return "rejected_at_" + stage.code().replace('-', '_');
  }
}
