package org.tokenquarry.jobs.verb;

import org.tokenquarry.jobs.bench.BenchEngineJob;
import org.tokenquarry.jobs.bench.BenchEngineOptions;
import org.tokenquarry.jobs.bench.BenchEngineSummary;
import org.tokenquarry.jobs.config.BenchSettings;
import org.tokenquarry.jobs.config.CalibrateSettings;
import org.tokenquarry.jobs.config.Settings;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.model.ModelCache;
import org.tokenquarry.model.TaskDevice;

/** {@code bench engine}: needs neither Spark nor a warehouse. */
final class BenchEngineVerb implements Job {

  @Override
  public BenchEngineSummary run(JobContext context) {
    Settings settings = context.settings();
    BenchSettings bench = settings.bench();
    CalibrateSettings calibrate = settings.calibrate();
    BenchEngineOptions options =
        new BenchEngineOptions(
            bench.images(),
            bench.threads(),
            bench.published(),
            settings.experiment(),
            settings.mine().batching(),
            switch (bench.thresholds()) {
              case SETTINGS -> null;
              case QUANTILES ->
                  new BenchEngineOptions.Quantiles(
                      calibrate.top1Quantile(), calibrate.divergenceQuantile());
            });
    return new BenchEngineJob(
            ModelCache.shared()
                .acquire(
                    settings.model().location(), TaskDevice.current(settings.model().device())),
            options,
            context.progress())
        .run();
  }
}
