package org.tokenquarry.jobs.table;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.tokenquarry.task.ExamineImages;

/** The seven tables of a warehouse. A score whose experiment was not run is null, never zero. */
public final class Tables {

  /** One image content; key {@code image_id}, the sha256 of the bytes in lower-case hexadecimal. */
  public static final TableSpec IMAGES =
      new TableSpec(
          "images",
          new StructType()
              .add("image_id", DataTypes.StringType, false)
              .add("content", DataTypes.BinaryType, false)
              .add("width", DataTypes.IntegerType, false)
              .add("height", DataTypes.IntegerType, false)
              .add("format", DataTypes.StringType, false)
              .add("source_uri", DataTypes.StringType, false)
              .add("split", DataTypes.StringType, false)
              .add("ingested_at", DataTypes.TimestampType, false),
          Map.of(
              "image_id_is_sha256",
              "length(image_id) = 64",
              "has_pixels",
              "width > 0 AND height > 0"),
          List.of("split"));

  /**
   * One thing put aside, see {@link Quarantine}; key {@code stage}, {@code source_uri} or {@code
   * image_id} (and {@code token_index}), {@code model_digest}, {@code settings_digest} among the
   * rows whose {@code resolved_run_id} is null. The columns from {@code model_digest} on are
   * missing in warehouses of old, and read as null.
   */
  public static final TableSpec QUARANTINE =
      new TableSpec(
          "quarantine",
          new StructType()
              .add("stage", DataTypes.StringType, false)
              .add("source_uri", DataTypes.StringType)
              .add("image_id", DataTypes.StringType)
              .add("token_index", DataTypes.IntegerType)
              .add("reason", DataTypes.StringType, false)
              .add("detail", DataTypes.StringType, false)
              .add("retryable", DataTypes.BooleanType, false)
              .add("run_id", DataTypes.StringType, false)
              .add("model_digest", DataTypes.StringType)
              .add("settings_digest", DataTypes.StringType)
              .add("exceeded", DataTypes.StringType)
              .add("resolved_run_id", DataTypes.StringType),
          Map.of("names_something", "source_uri IS NOT NULL OR image_id IS NOT NULL"),
          List.of());

  /**
   * Thresholds that a first night found; key {@code model_digest}, {@code scores_digest}. Written
   * once.
   */
  public static final TableSpec CALIBRATIONS =
      new TableSpec(
          "calibrations",
          new StructType()
              .add("model_digest", DataTypes.StringType, false)
              .add("scores_digest", DataTypes.StringType, false)
              .add("max_top1_probability", DataTypes.DoubleType, false)
              .add("max_divergence", DataTypes.DoubleType, false)
              .add("top1_quantile", DataTypes.DoubleType, false)
              .add("divergence_quantile", DataTypes.DoubleType, false)
              .add("images", DataTypes.LongType, false)
              .add("tokens", DataTypes.LongType, false)
              .add("run_id", DataTypes.StringType, false)
              .add("created_at", DataTypes.TimestampType, false),
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
          withFinding(
              new StructType()
                  .add("model_digest", DataTypes.StringType, false)
                  .add("settings_digest", DataTypes.StringType, false)
                  .add("image_id", DataTypes.StringType, false)),
          Map.of(
              "top1_is_probability", nullOr("top1_probability", "BETWEEN 0 AND 1"),
              "region_is_finite", nullOr("region_divergence", "BETWEEN 0 AND 1e300"),
              "global_is_finite", nullOr("global_divergence", "BETWEEN 0 AND 1e300"),
              "embedding_iff_redundant", "redundant = (embedding IS NOT NULL)",
              "embedding_is_finite", "embedding IS NULL OR " + finite("embedding")),
          List.of("settings_digest"));

  /** One version of the codebook; key {@code version}. */
  public static final TableSpec CODEBOOKS =
      new TableSpec(
          "codebooks",
          new StructType()
              .add("version", DataTypes.LongType, false)
              .add("status", DataTypes.StringType, false)
              .add("space", DataTypes.StringType, false)
              .add("model_digest", DataTypes.StringType, false)
              .add("model_name", DataTypes.StringType, false)
              .add("settings", DataTypes.StringType, false)
              .add("settings_digest", DataTypes.StringType, false)
              .add("experiment_digest", DataTypes.StringType, false)
              .add("images", DataTypes.LongType, false)
              .add("tokens", DataTypes.LongType, false)
              .add("redundant_tokens", DataTypes.LongType, false)
              .add("clusters", DataTypes.IntegerType, false)
              .add("prototypes", DataTypes.IntegerType, false)
              .add("content_digest", DataTypes.StringType, false)
              .add("run_id", DataTypes.StringType, false)
              .add("created_at", DataTypes.TimestampType, false)
              .add("published_at", DataTypes.TimestampType),
          Map.of(
              "known_status", "status IN ('building', 'candidate', 'published', 'retired')",
              "positive_version", "version > 0"),
          List.of());

  /** One prototype of one version; key {@code version}, {@code prototype_id}. */
  public static final TableSpec PROTOTYPES =
      new TableSpec(
          "prototypes",
          new StructType()
              .add("version", DataTypes.LongType, false)
              .add("prototype_id", DataTypes.IntegerType, false)
              .add("cluster_id", DataTypes.IntegerType, false)
              .add("embedding", DataTypes.createArrayType(DataTypes.FloatType, false), false)
              .add("image_id", DataTypes.StringType, false)
              .add("token_index", DataTypes.IntegerType, false)
              .add("cluster_images", DataTypes.IntegerType, false)
              .add("cluster_tokens", DataTypes.IntegerType, false),
          Map.of("embedding_is_finite", finite("embedding")),
          List.of("version"));

  /**
   * The value of a metric; key {@code version}, {@code pruner}, {@code keep}, {@code question_set},
   * {@code metric}.
   */
  public static final TableSpec EVALUATIONS =
      new TableSpec(
          "evaluations",
          new StructType()
              .add("version", DataTypes.LongType, false)
              .add("pruner", DataTypes.StringType, false)
              .add("keep", DataTypes.DoubleType, false)
              .add("question_set", DataTypes.StringType, false)
              .add("metric", DataTypes.StringType, false)
              .add("value", DataTypes.DoubleType, false)
              .add("low", DataTypes.DoubleType, false)
              .add("high", DataTypes.DoubleType, false)
              .add("samples", DataTypes.LongType, false),
          Map.of(
              "keep_is_share", "keep > 0 AND keep <= 1",
              "value_is_finite", "value BETWEEN -1e300 AND 1e300"),
          List.of());

  private Tables() {}

  /** {@link #EXPERIMENTS} of a model of this width. */
  public static TableSpec experiments(int hidden) {
    return EXPERIMENTS.withCheck("embedding_has_width", width(hidden));
  }

  /** {@link #PROTOTYPES} of a model of this width. */
  public static TableSpec prototypes(int hidden) {
    return PROTOTYPES.withCheck("embedding_has_width", width(hidden));
  }

  private static String width(int hidden) {
    return "embedding IS NULL OR size(embedding) = " + hidden;
  }

  /** The columns of one finding behind those that say what it is about. */
  private static StructType withFinding(StructType key) {
    StructType all = key;
    for (StructField field : ExamineImages.FINDING.fields()) {
      all = all.add(field);
    }
    return all;
  }

  private static String nullOr(String column, String condition) {
    // NaN is greater than every number in Spark, so an upper bound refuses it too.
    return column + " IS NULL OR " + column + " " + condition;
  }

  private static String finite(String array) {
    return "forall(" + array + ", x -> x BETWEEN -3.0e38 AND 3.0e38)";
  }
}
