package org.tokenquarry.jobs.compose;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Locale;
import org.tokenquarry.experiment.ExperimentSettings;
import org.tokenquarry.jobs.job.JobContext;
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

  /** Of a verb that runs experiments. */
  static ThresholdsSummary of(JobContext context) {
    if (context.settings().chosen().any()) {
      return of("settings", Calibrations.CHOSEN, context);
    }
    return context
        .calibration()
        .map(calibration -> of("calibration", calibration.words(), context))
        .orElseGet(() -> of("preset", "of preset " + context.settings().preset(), context));
  }

  private static ThresholdsSummary of(String source, String words, JobContext context) {
    ExperimentSettings experiment = context.experiment();
    return new ThresholdsSummary(
        source,
        experiment.maxTop1Probability(),
        experiment.maxDivergence(),
        words,
        BundledModel.caveat(context.bundle().manifest().name()).orElse(null));
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
