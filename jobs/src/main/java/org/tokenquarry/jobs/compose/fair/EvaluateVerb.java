package org.tokenquarry.jobs.compose.fair;

import org.tokenquarry.jobs.evaluate.EvaluateJob;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.job.Summary;

/**
 * What the command line calls {@code evaluate}: one version on the questions of the user, or, with
 * {@code --suite}, everything from the beginning. A {@code nightly} knows the first only.
 */
public final class EvaluateVerb implements Job<Summary> {

  @Override
  public Summary run(JobContext context) throws Exception {
    return switch (context.settings().evaluate().suite().name()) {
      case NONE -> new EvaluateJob().run(context);
      case FAIR -> new FairSuiteJob().run(context);
    };
  }
}
