package org.tokenquarry.jobs.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The thresholds that a warehouse was calibrated to. The thresholds of a model and its scores are
 * written once and never change. Therefore the next night mines no image again.
 */
public final class Calibrations {

  /** What {@link #origin} says of thresholds that the user chose. */
  public static final String CHOSEN = "as set";

  private static final String IMPORTED = "not known: imported";

  private final Warehouse warehouse;

  /** Looks at the calibrations of {@code warehouse}. */
  public Calibrations(Warehouse warehouse) {
    this.warehouse = warehouse;
  }

  /** Whether this warehouse has a calibration. */
  public boolean any() {
    return warehouse.log(Tables.CALIBRATIONS).latest() != TableLog.NONE;
  }

  /** The calibration of a model and the settings that its scores depend on. */
  public Optional<Calibration> of(String modelDigest, String scoresDigest) {
    return first(
        each -> each.modelDigest().equals(modelDigest) && each.scoresDigest().equals(scoresDigest));
  }

  /** Says in words where the thresholds of a codebook come from. */
  public String origin(CodebookVersion codebook) {
    return codebook.imported() ? IMPORTED : of(codebook).map(Calibration::words).orElse(CHOSEN);
  }

  /** The calibration that the thresholds of a codebook come from; empty if the user chose them. */
  private Optional<Calibration> of(CodebookVersion codebook) {
    JsonNode experiment = codebook.parsedSettings().path("experiment");
    double top1 = experiment.path("maxTop1Probability").asDouble();
    double divergence = experiment.path("maxDivergence").asDouble();
    return first(
        each ->
            each.modelDigest().equals(codebook.modelDigest())
                && each.maxTop1Probability() == top1
                && each.maxDivergence() == divergence);
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

  /** There are few rows, which are read without Spark. */
  private Optional<Calibration> first(Predicate<Calibration> wanted) {
    return warehouse
        .direct(Tables.CALIBRATIONS)
        .rows(
            List.of(Calibration.COLUMNS.schema().fieldNames()),
            Optional.empty(),
            row -> Optional.of(Calibration.of(row)).filter(wanted))
        .stream()
        .min(Comparator.comparing(Calibration::createdAt).thenComparing(Calibration::runId));
  }
}
