package org.tokenquarry.jobs.calibrate;

import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.job.Summary;

/**
 * What the command line calls {@code calibrate}: thresholds and settings of the codebook, or, with
 * {@code --pruners}, constants of the other pruners. A {@code nightly} knows the first only.
 */
public final class CalibrateVerb implements Job<Summary> {

  @Override
  public Summary run(JobContext context) {
    return context.settings().calibrate().pruners().enabled()
        ? new PrunerSearchJob().run(context)
        : new CalibrateJob().run(context);
  }
}
