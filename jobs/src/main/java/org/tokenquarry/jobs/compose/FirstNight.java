package org.tokenquarry.jobs.compose;

import java.time.Instant;
import java.util.Optional;
import org.tokenquarry.jobs.calibrate.CalibrateJob;
import org.tokenquarry.jobs.calibrate.CalibrateSummary;
import org.tokenquarry.jobs.calibrate.Thresholds;
import org.tokenquarry.jobs.config.CalibrateSettings;
import org.tokenquarry.jobs.config.SettingsDigest;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.job.Summary;
import org.tokenquarry.jobs.table.Calibration;
import org.tokenquarry.jobs.table.Calibrations;
import org.tokenquarry.jobs.table.Split;

/**
 * Calibrates a warehouse before it is mined for the first time. The thresholds of a preset do not
 * fit another model and other images, and usually leave no token. The calibrated ones are written
 * to the table {@code calibrations} and apply to the warehouse from then on.
 */
final class FirstNight {

  private final JobContext context;

  /**
   * Prepares for the warehouse of a run.
   *
   * @param context of the verb {@code calibrate}
   */
  FirstNight(JobContext context) {
    this.context = context;
  }

  /**
   * Calibrates if no thresholds are known: the user chose none, and the warehouse was neither
   * calibrated nor mined with those of the default preset.
   *
   * @param earlier what the verb {@code calibrate} measured this night, or null
   * @return what was measured; empty if the thresholds are known
   */
  Optional<CalibrateSummary> calibrate(Summary earlier) {
    if (context.settings().chosen().any()
        || context.calibration().isPresent()
        || !hasImages()
        || wasMined()) {
      return Optional.empty();
    }
    CalibrateSummary measured =
        earlier instanceof CalibrateSummary before ? before : new CalibrateJob().run(context);
    keep(measured);
    return Optional.of(measured);
  }

  /** Without images, the verb that mines reports it. */
  private boolean hasImages() {
    return !context.warehouse().images(Split.MINE).isEmpty();
  }

  /** A warehouse from before there were calibrations goes on with what it was mined with. */
  private boolean wasMined() {
    String digest = SettingsDigest.of(context.settings().experiment()).hex();
    return !context.warehouse().experiments(context.bundle().digest(), digest).isEmpty();
  }

  private void keep(CalibrateSummary measured) {
    CalibrateSettings asked = context.settings().calibrate();
    Thresholds found = measured.proposed();
    new Calibrations(context.warehouse())
        .keep(
            new Calibration(
                context.bundle().digest(),
                SettingsDigest.ofScores(context.settings().experiment()).hex(),
                found.maxTop1Probability(),
                found.maxDivergence(),
                asked.top1Quantile(),
                asked.divergenceQuantile(),
                measured.images(),
                measured.tokens(),
                context.run().id(),
                Instant.now()),
            context.experimentInfo());
  }
}
