package org.tokenquarry.jobs.table;

import org.apache.commons.lang3.StringUtils;
import org.apache.spark.sql.types.DataTypes;
import org.tokenquarry.task.RowSchema;

/**
 * One row of the table {@code quarantine}, as it is added: not resolved.
 *
 * @param run the run that quarantines; its model and settings are null in the row if they are empty
 * @param entry what it quarantines
 */
public record QuarantineRow(RunInfo run, QuarantineEntry entry) {

  /** The columns of the table. */
  public static final RowSchema<QuarantineRow> COLUMNS =
      RowSchema.<QuarantineRow>empty()
          .required("stage", DataTypes.StringType, row -> row.run().verb())
          .optional("source_uri", DataTypes.StringType, row -> row.entry().sourceUri())
          .optional("image_id", DataTypes.StringType, row -> row.entry().imageId())
          .optional("token_index", DataTypes.IntegerType, row -> null)
          .required("reason", DataTypes.StringType, row -> row.entry().reason())
          .required("detail", DataTypes.StringType, row -> row.entry().detail())
          .required("retryable", DataTypes.BooleanType, row -> row.entry().retryable())
          .required("run_id", DataTypes.StringType, row -> row.run().runId())
          .optional(
              "model_digest",
              DataTypes.StringType,
              row -> StringUtils.trimToNull(row.run().modelDigest()))
          .optional(
              "settings_digest",
              DataTypes.StringType,
              row -> StringUtils.trimToNull(row.run().settingsDigest()))
          .optional("exceeded", DataTypes.StringType, row -> row.entry().exceeded())
          .optional("resolved_run_id", DataTypes.StringType, row -> null);
}
