package org.tokenquarry.jobs.table;

import java.sql.Timestamp;
import java.time.Instant;
import org.apache.spark.sql.types.DataTypes;
import org.tokenquarry.task.RowSchema;

/**
 * One image: a row of {@link Tables#IMAGES}.
 *
 * @param imageId sha256 of the bytes
 * @param pack that holds the bytes
 * @param position in the pack, from 0
 * @param bytes size of the file
 * @param width in px, after the orientation was applied
 * @param height likewise
 * @param format such as {@code jpeg}
 * @param sourceUri from where it was read first
 * @param split one of {@link Split}
 * @param ingestedAt when
 */
public record ImageRow(
    String imageId,
    String pack,
    int position,
    long bytes,
    int width,
    int height,
    String format,
    String sourceUri,
    String split,
    Instant ingestedAt) {

  /** The columns of the table. */
  public static final RowSchema<ImageRow> COLUMNS =
      RowSchema.<ImageRow>empty()
          .required("image_id", DataTypes.StringType, ImageRow::imageId)
          .required("pack", DataTypes.StringType, ImageRow::pack)
          .required("position", DataTypes.IntegerType, ImageRow::position)
          .required("bytes", DataTypes.LongType, ImageRow::bytes)
          .required("width", DataTypes.IntegerType, ImageRow::width)
          .required("height", DataTypes.IntegerType, ImageRow::height)
          .required("format", DataTypes.StringType, ImageRow::format)
          .required("source_uri", DataTypes.StringType, ImageRow::sourceUri)
          .required("split", DataTypes.StringType, ImageRow::split)
          .required(
              "ingested_at", DataTypes.TimestampType, row -> Timestamp.from(row.ingestedAt()));
}
