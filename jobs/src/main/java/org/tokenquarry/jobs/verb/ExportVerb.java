package org.tokenquarry.jobs.verb;

import org.tokenquarry.jobs.config.CodebookSelection;
import org.tokenquarry.jobs.export.ExportJob;
import org.tokenquarry.jobs.export.ExportSummary;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;

/** {@code export}: what servers should use, so the published version unless another is named. */
final class ExportVerb implements Job {

  @Override
  public ExportSummary run(JobContext context) {
    VerbRun run = new VerbRun(context, "export");
    return new ExportJob(run.warehouse(), run.settings().export())
        .run(run.codebook(CodebookSelection.PUBLISHED));
  }
}
