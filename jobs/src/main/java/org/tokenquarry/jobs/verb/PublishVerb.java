package org.tokenquarry.jobs.verb;

import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.publish.PublishJob;
import org.tokenquarry.jobs.publish.PublishSummary;
import org.tokenquarry.jobs.table.CodebookVersion;
import org.tokenquarry.jobs.table.RunInfo;

/** {@code publish}. */
final class PublishVerb implements Job {

  @Override
  public PublishSummary run(JobContext context) {
    VerbRun run = new VerbRun(context, "publish");
    CodebookVersion codebook = run.codebook();
    RunInfo info =
        new RunInfo(context.runId(), "publish", codebook.modelDigest(), codebook.settingsDigest());
    return new PublishJob(run.warehouse(), info, run.settings().publish()).run(codebook);
  }
}
