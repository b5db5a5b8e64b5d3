package org.tokenquarry.jobs.verb;

import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.show.ListSummary;
import org.tokenquarry.jobs.show.ShowJob;

/** {@code list}. */
final class ListVerb implements Job {

  @Override
  public ListSummary run(JobContext context) {
    return new ShowJob(new VerbRun(context, "list").existingWarehouse()).list();
  }
}
