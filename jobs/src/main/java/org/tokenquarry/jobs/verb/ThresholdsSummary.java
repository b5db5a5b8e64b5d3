package org.tokenquarry.jobs.verb;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Locale;
import org.tokenquarry.experiment.ExperimentSettings;
import org.tokenquarry.jobs.job.Summary;
import org.tokenquarry.jobs.table.Calibrations;
import org.tokenquarry.model.BundledModel;

/**
 * The thresholds that a night mines with.
 *
 * @param source {@code settings} (the user chose them), {@code calibration} (the warehouse's own),
 *     {@code preset} (the default preset's)
 * @param maxTop1Probability in (0, 1]
 * @param maxDivergence positive, nats
 * @param words where they come from, for people
 * @param caveat what the model does not know; null where nothing is known of that
 */
record ThresholdsSummary(
    String source,
    double maxTop1Probability,
    double maxDivergence,
    String words,
    @JsonInclude(JsonInclude.Include.NON_NULL) String caveat)
    implements Summary {

  /** Of a run of a verb that experiments matter to. */
  static ThresholdsSummary of(VerbRun run) {
    if (run.settings().chosen().any()) {
      return of("settings", Calibrations.CHOSEN, run);
    }
    return run.calibration()
        .map(calibration -> of("calibration", calibration.words(), run))
        .orElseGet(() -> of("preset", "of preset " + run.settings().preset(), run));
  }

  private static ThresholdsSummary of(String source, String words, VerbRun run) {
    ExperimentSettings experiment = run.experiment();
    return new ThresholdsSummary(
        source,
        experiment.maxTop1Probability(),
        experiment.maxDivergence(),
        words,
        BundledModel.caveat(run.bundle().manifest().name()).orElse(null));
  }

  @Override
  public String text() {
    String thresholds =
        String.format(
            Locale.ROOT,
            "%s: experiment.maxTop1Probability = %.6g, experiment.maxDivergence = %.6g",
            words,
            maxTop1Probability,
            maxDivergence);
    return caveat == null ? thresholds : thresholds + System.lineSeparator() + caveat;
  }
}
