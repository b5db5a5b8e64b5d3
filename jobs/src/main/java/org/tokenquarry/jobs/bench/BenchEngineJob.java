package org.tokenquarry.jobs.bench;

import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;

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
    return new EngineComparison(
            context.taskModel().open().loaded(), context.settings(), context.progress())
        .run();
  }
}
