package org.tokenquarry.jobs.table;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.DataTypes;
import org.tokenquarry.task.RowSchema;

/**
 * One place that was looked at: a row of {@link Tables#SOURCES}. A file with one image, or a file
 * with many: a tar shard, a Parquet file.
 *
 * @param uri of the file
 * @param length its size in bytes
 * @param modified when it was changed last, as its file system says
 * @param imageId of a file that is an image; null otherwise
 * @param images readable images in it
 * @param reasons how often each reason for quarantine occurred, by its code
 * @param ignored members whose names are not those of images
 * @param limits the limits that were exceeded, such as {@code maxPixels=1000}. If one is changed,
 *     the file is read again
 * @param retryable whether something may be readable the next time
 * @param runId of the run that read it
 */
public record SourceRow(
    String uri,
    long length,
    String modified,
    String imageId,
    long images,
    Map<String, Long> reasons,
    long ignored,
    List<String> limits,
    boolean retryable,
    String runId) {

  /** The columns of the table. */
  public static final RowSchema<SourceRow> COLUMNS =
      RowSchema.<SourceRow>empty()
          .required("source_uri", DataTypes.StringType, SourceRow::uri)
          .required("length", DataTypes.LongType, SourceRow::length)
          .required("modified", DataTypes.StringType, SourceRow::modified)
          .optional("image_id", DataTypes.StringType, SourceRow::imageId)
          .required("images", DataTypes.LongType, SourceRow::images)
          .required(
              "reasons",
              DataTypes.createMapType(DataTypes.StringType, DataTypes.LongType, false),
              SourceRow::reasons)
          .required("ignored", DataTypes.LongType, SourceRow::ignored)
          .required(
              "limits",
              DataTypes.createArrayType(DataTypes.StringType, false),
              row -> row.limits().toArray(String[]::new))
          .required("retryable", DataTypes.BooleanType, SourceRow::retryable)
          .required("run_id", DataTypes.StringType, SourceRow::runId);

  /** Copies the collections. */
  public SourceRow {
    reasons = Map.copyOf(reasons);
    limits = List.copyOf(limits);
  }
}
