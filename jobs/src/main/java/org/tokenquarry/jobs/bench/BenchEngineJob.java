package org.tokenquarry.jobs.bench;

import org.tokenquarry.jobs.config.ModelSettings;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.model.ModelBundle;
import org.tokenquarry.model.TaskDevice;

/**
 * Runs the published procedure, the batched exhaustive engine and the cascade in turn on the same
 * images, and compares time, work and findings. Needs neither Spark nor a warehouse.
 *
 * <p>Input: a model. Output: none but the summary. Example:
 *
 * <pre>{@code tokenquarry bench engine --images 8 --threads 1}</pre>
 *
 * <p>Failure modes: the bundle is damaged, or the device cannot be used ({@link
 * org.tokenquarry.error.UserException}).
 */
public final class BenchEngineJob implements Job<BenchEngineSummary> {

  @Override
  public BenchEngineSummary run(JobContext context) {
    ModelSettings model = context.settings().model();
    ModelBundle bundle = ModelBundle.open(model.location());
    // The device that plan measures and verify-bundle proves; a task would leave a GPU alone.
    try (LoadedModel loaded = LoadedModel.open(bundle, TaskDevice.alone(model.device()))) {
      return new EngineComparison(loaded, context.settings(), context.progress()).run();
    }
  }
}
