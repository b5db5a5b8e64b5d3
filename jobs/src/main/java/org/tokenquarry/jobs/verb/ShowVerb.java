package org.tokenquarry.jobs.verb;

import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.show.ShowJob;
import org.tokenquarry.jobs.show.ShowSummary;

/** {@code show}. */
final class ShowVerb implements Job {

  @Override
  public ShowSummary run(JobContext context) {
    VerbRun run = new VerbRun(context, "show");
    return new ShowJob(run.warehouse()).show(run.codebook());
  }
}
