package org.tokenquarry.jobs.verb;

import org.tokenquarry.experiment.EngineKind;
import org.tokenquarry.jobs.calibrate.CalibrateJob;
import org.tokenquarry.jobs.calibrate.CalibrateOptions;
import org.tokenquarry.jobs.calibrate.CalibrateSummary;
import org.tokenquarry.jobs.config.CalibrateSettings;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;

/** {@code calibrate}: every experiment is run, so the engine is the exhaustive one. */
final class CalibrateVerb implements Job {

  @Override
  public CalibrateSummary run(JobContext context) {
    VerbRun run = new VerbRun(context, "calibrate");
    CalibrateSettings calibrate = run.settings().calibrate();
    CalibrateOptions options =
        new CalibrateOptions(
            Examining.plan(run, EngineKind.EXHAUSTIVE),
            calibrate.images(),
            calibrate.top1Quantile(),
            calibrate.divergenceQuantile());
    run.bundle();
    return run.shown(
        "Measuring " + calibrate.images() + " images",
        () -> new CalibrateJob(run.warehouse(), options).run());
  }
}
