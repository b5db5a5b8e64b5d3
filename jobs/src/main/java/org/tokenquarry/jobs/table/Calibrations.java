package org.tokenquarry.jobs.table;

import static org.apache.spark.sql.functions.col;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;

/**
 * The thresholds that a warehouse was calibrated to. The thresholds of a model and its scores are
 * written once and never change. Therefore the next night mines no image again.
 */
public final class Calibrations {

  /** What {@link #origin} says of thresholds that the user chose. */
  public static final String CHOSEN = "as set";

  private final Warehouse warehouse;

  /** Looks at the calibrations of {@code warehouse}. */
  public Calibrations(Warehouse warehouse) {
    this.warehouse = warehouse;
  }

  /** Whether this warehouse has a calibration. */
  public boolean any() {
    return warehouse.has(Tables.CALIBRATIONS);
  }

  /** The calibration of a model and the settings that its scores depend on. */
  public Optional<Calibration> of(String modelDigest, String scoresDigest) {
    return first(
        col("model_digest").equalTo(modelDigest).and(col("scores_digest").equalTo(scoresDigest)));
  }

  /** Says in words where the thresholds of a codebook come from. */
  public String origin(CodebookVersion codebook) {
    return of(codebook).map(Calibration::words).orElse(CHOSEN);
  }

  /** The calibration that the thresholds of a codebook come from; empty if the user chose them. */
  private Optional<Calibration> of(CodebookVersion codebook) {
    JsonNode experiment = codebook.parsedSettings().path("experiment");
    return first(
        col("model_digest")
            .equalTo(codebook.modelDigest())
            .and(
                col("max_top1_probability")
                    .equalTo(experiment.path("maxTop1Probability").asDouble()))
            .and(col("max_divergence").equalTo(experiment.path("maxDivergence").asDouble())));
  }

  /**
   * Writes a calibration, unless there is one of the same model and scores.
   *
   * @return the one that is there now
   */
  public Calibration keep(Calibration found, RunInfo run) {
    warehouse.append(
        Tables.CALIBRATIONS,
        warehouse.rows(Calibration.COLUMNS, List.of(found)),
        new Commit("calibration-" + found.modelDigest() + "-" + found.scoresDigest(), run));
    return of(found.modelDigest(), found.scoresDigest()).orElseThrow();
  }

  private Optional<Calibration> first(Column condition) {
    return warehouse
        .read(Tables.CALIBRATIONS)
        .filter(condition)
        .sort("created_at", "run_id")
        .takeAsList(1)
        .stream()
        .map(Calibration::of)
        .findFirst();
  }
}
