package org.tokenquarry.jobs.table;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.DataTypes;
import org.tokenquarry.pack.PackWriter;
import org.tokenquarry.task.ExamineSlice;

/**
 * The tables of a warehouse. The rows of {@code images} and {@code experiments} are made by Spark
 * from the results of executors. For each other table there is a record, which declares the columns
 * of its rows. A score is null, and not zero, if its experiment was not run.
 *
 * <p>Embeddings are binary, see {@link org.tokenquarry.numeric.FloatBytes}: constraints can check
 * their length only. That they are finite is checked where they are made and where they are read.
 */
public final class Tables {

  /**
   * One image content, without its bytes; key {@code image_id}, the sha256 of the bytes in
   * lower-case hexadecimal. Pack and position say where in {@link #CONTENTS} the bytes are.
   */
  public static final TableSpec IMAGES =
      new TableSpec(
          "images",
          ImageRow.COLUMNS.schema(),
          Map.of(
              "image_id_is_sha256",
              "length(image_id) = 64",
              "has_pixels",
              "width > 0 AND height > 0"),
          List.of("split"));

  /**
   * The bytes of one image; key {@code image_id}. A file of the table is a pack: its images are
   * stored and read together. Only {@link Contents} reads it.
   */
  public static final TableSpec CONTENTS =
      new TableSpec(
          "contents",
          PackWriter.SCHEMA.add("pack", DataTypes.StringType, false),
          Map.of("image_id_is_sha256", "length(image_id) = 64"),
          List.of("pack"));

  /** One place that {@code ingest} has looked at; key {@code source_uri}. */
  public static final TableSpec SOURCES =
      new TableSpec("sources", SourceRow.COLUMNS.schema(), Map.of(), List.of());

  /**
   * One mined image under one model and settings: how many of its tokens each stage rejected; key
   * {@code settings_digest}, {@code image_id}. It follows from {@link #EXPERIMENTS}, and saves
   * reading that table to count.
   */
  public static final TableSpec MINED =
      new TableSpec("mined", MinedImage.COLUMNS.schema(), Map.of(), List.of("settings_digest"));

  /**
   * One quarantined source or image, see {@link Quarantine}; key {@code stage}, {@code source_uri}
   * or {@code image_id} (and {@code token_index}), {@code model_digest}, {@code settings_digest}
   * among the rows whose {@code resolved_run_id} is null. Older warehouses lack the columns from
   * {@code model_digest} on. They are then null.
   */
  public static final TableSpec QUARANTINE =
      new TableSpec(
          "quarantine",
          QuarantineRow.COLUMNS.schema(),
          Map.of("names_something", "source_uri IS NOT NULL OR image_id IS NOT NULL"),
          List.of());

  /**
   * Thresholds that a first night found; key {@code model_digest}, {@code scores_digest}. Written
   * once.
   */
  public static final TableSpec CALIBRATIONS =
      new TableSpec(
          "calibrations",
          Calibration.COLUMNS.schema(),
          Map.of(
              "top1_is_threshold",
              "max_top1_probability > 0 AND max_top1_probability <= 1",
              "divergence_is_threshold",
              "max_divergence > 0 AND max_divergence <= 1e300"),
          List.of());

  /** One probed token of one image under one model and settings. */
  public static final TableSpec EXPERIMENTS =
      new TableSpec(
          "experiments",
          ExamineSlice.FILE.add("settings_digest", DataTypes.StringType, false),
          Map.of(
              "top1_is_probability", nullOr("top1_probability", "BETWEEN 0 AND 1"),
              "region_is_finite", nullOr("region_divergence", "BETWEEN 0 AND 1e300"),
              "global_is_finite", nullOr("global_divergence", "BETWEEN 0 AND 1e300"),
              "embedding_iff_redundant", "redundant = (embedding IS NOT NULL)"),
          List.of("settings_digest"));

  /** One version of the codebook; key {@code version}. */
  public static final TableSpec CODEBOOKS =
      new TableSpec(
          "codebooks",
          CodebookVersion.COLUMNS.schema(),
          Map.of(
              "known_status", "status IN ('building', 'candidate', 'published', 'retired')",
              "positive_version", "version > 0"),
          List.of());

  /** One move of an alias; key {@code alias}, {@code move}. Rows are added and never changed. */
  public static final TableSpec ALIASES =
      new TableSpec(
          "aliases",
          AliasMove.COLUMNS.schema(),
          Map.of("positive_version", "version > 0", "named", "length(alias) > 0"),
          List.of());

  /** One prototype of one version; key {@code version}, {@code prototype_id}. */
  public static final TableSpec PROTOTYPES =
      new TableSpec("prototypes", PrototypeRow.COLUMNS.schema(), Map.of(), List.of("version"));

  /**
   * The value of a metric; key {@code version}, {@code pruner}, {@code keep}, {@code question_set},
   * {@code metric}.
   */
  public static final TableSpec EVALUATIONS =
      new TableSpec(
          "evaluations",
          Evaluation.COLUMNS.schema(),
          Map.of(
              "keep_is_share", "keep > 0 AND keep <= 1",
              "value_is_finite", "value BETWEEN -1e300 AND 1e300"),
          List.of());

  /** What the last night saw in which a step ended well; key {@code step}. */
  public static final TableSpec STEPS =
      new TableSpec("steps", FinishedStep.COLUMNS.schema(), Map.of(), List.of());

  /** One run of a verb that writes, see {@link RunRow}; key {@code run_id}. */
  public static final TableSpec RUNS =
      new TableSpec("runs", RunRow.COLUMNS.schema(), Map.of(), List.of());

  /** One image that must not be taken in again; key {@code image_id}, perhaps several times. */
  public static final TableSpec FORGOTTEN =
      new TableSpec("forgotten", ForgottenImage.COLUMNS.schema(), Map.of(), List.of());

  /** Which run may write, see {@link LeaseRow}; one row. */
  public static final TableSpec LEASE =
      new TableSpec("lease", LeaseRow.COLUMNS.schema(), Map.of(), List.of());

  private Tables() {}

  /** Every table. */
  public static List<TableSpec> all() {
    return List.of(
        IMAGES,
        CONTENTS,
        SOURCES,
        MINED,
        QUARANTINE,
        CALIBRATIONS,
        EXPERIMENTS,
        CODEBOOKS,
        ALIASES,
        PROTOTYPES,
        EVALUATIONS,
        STEPS,
        FORGOTTEN,
        RUNS,
        LEASE);
  }

  /** {@link #EXPERIMENTS} of a model of this width. */
  public static TableSpec experiments(int hidden) {
    return EXPERIMENTS.withCheck("embedding_has_width", width(hidden));
  }

  /** {@link #PROTOTYPES} of a model of this width. */
  public static TableSpec prototypes(int hidden) {
    return PROTOTYPES.withCheck("embedding_has_width", width(hidden));
  }

  private static String width(int hidden) {
    return "embedding IS NULL OR length(embedding) = " + hidden * Float.BYTES;
  }

  private static String nullOr(String column, String condition) {
    // NaN is greater than every number in Spark, so an upper bound refuses it too.
    return column + " IS NULL OR " + column + " " + condition;
  }
}
