package org.tokenquarry.jobs.compose.fair;

import java.util.List;
import org.tokenquarry.jobs.calibrate.CalibrateSummary;
import org.tokenquarry.jobs.calibrate.PrunerSearchSummary;
import org.tokenquarry.jobs.calibrate.TunedPruner;
import org.tokenquarry.jobs.evaluate.EvaluateSummary;

/**
 * What the suite found with one model.
 *
 * @param model name of its bundle
 * @param modelDigest of the bundle
 * @param warehouse of the trial
 * @param report the page
 * @param defaultVersion the codebook with the settings that were given, and thresholds at the
 *     default quantiles
 * @param searchedVersion the codebook with searched settings
 * @param codebookSearch how they were found
 * @param prunerSearch how the constants of the other pruners were found
 * @param test the searched version on the test scenes, beside all others
 */
public record ModelTrial(
    String model,
    String modelDigest,
    String warehouse,
    String report,
    long defaultVersion,
    long searchedVersion,
    CalibrateSummary codebookSearch,
    PrunerSearchSummary prunerSearch,
    EvaluateSummary test) {

  /** The names of the forms that were found to be better than the published ones. */
  static List<String> searchedForms(PrunerSearchSummary search) {
    return search.pruners().stream()
        .filter(tuned -> !tuned.chosen().equals(tuned.method()))
        .map(TunedPruner::chosen)
        .toList();
  }
}
