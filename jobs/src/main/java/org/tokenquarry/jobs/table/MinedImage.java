package org.tokenquarry.jobs.table;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.tokenquarry.experiment.Stage;
import org.tokenquarry.task.RowSchema;

/**
 * What was found of one image, in numbers: a row of {@link Tables#MINED}.
 *
 * @param settingsDigest as in {@link Tables#EXPERIMENTS}
 * @param imageId of the image
 * @param tokens probed tokens
 * @param redundant of these, redundant
 * @param rejected of these, rejected by each stage, in the order of {@link Stage}
 */
public record MinedImage(
    String settingsDigest, String imageId, int tokens, int redundant, List<Integer> rejected)
    implements Serializable {

  /** The columns of the table. */
  public static final RowSchema<MinedImage> COLUMNS = columns();

  /** Copies the list. */
  public MinedImage {
    rejected = List.copyOf(rejected);
  }

  private static RowSchema<MinedImage> columns() {
    RowSchema<MinedImage> columns =
        RowSchema.<MinedImage>empty()
            .required("settings_digest", DataTypes.StringType, MinedImage::settingsDigest)
            .required("image_id", DataTypes.StringType, MinedImage::imageId)
            .required("tokens", DataTypes.IntegerType, MinedImage::tokens)
            .required("redundant", DataTypes.IntegerType, MinedImage::redundant);
    for (Stage stage : Stage.values()) {
      columns =
          columns.required(
              rejectedAt(stage),
              DataTypes.IntegerType,
              image -> image.rejected().get(stage.ordinal()));
    }
    return columns;
  }

  /**
   * Counts the findings of one image.
   *
   * @param findings rows of {@link org.tokenquarry.task.ExamineImages#FINDING}
   */
  public static MinedImage of(String settingsDigest, String imageId, List<Row> findings) {
    int redundant = 0;
    Integer[] rejected = new Integer[Stage.values().length];
    Arrays.fill(rejected, 0);
    for (Row finding : findings) {
      if (finding.<Boolean>getAs("redundant")) {
        redundant++;
      } else {
        rejected[Stage.of(finding.getAs("stage")).ordinal()]++;
      }
    }
    return new MinedImage(settingsDigest, imageId, findings.size(), redundant, List.of(rejected));
  }

  /** The name of the column that counts what a stage rejected. */
  static String rejectedAt(Stage stage) {
    return "rejected_at_" + stage.code().replace('-', '_');
  }
}
