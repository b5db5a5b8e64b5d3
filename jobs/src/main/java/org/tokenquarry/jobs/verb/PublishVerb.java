package org.tokenquarry.jobs.verb;

import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.publish.PublishJob;
import org.tokenquarry.jobs.publish.PublishSummary;

/** {@code publish}. */
final class PublishVerb implements Job {

  @Override
  public PublishSummary run(JobContext context) {
    VerbRun run = new VerbRun(context, "publish");
    return new PublishJob(run.warehouse(), run.info(), run.settings().publish())
        .run(run.codebook());
  }
}
