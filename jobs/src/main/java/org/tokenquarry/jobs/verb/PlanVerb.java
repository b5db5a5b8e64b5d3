package org.tokenquarry.jobs.verb;

import org.tokenquarry.jobs.config.MineSettings;
import org.tokenquarry.jobs.config.Settings;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.plan.PlanJob;
import org.tokenquarry.jobs.plan.PlanSummary;

/** {@code plan}: needs neither Spark nor a warehouse. */
final class PlanVerb implements Job {

  @Override
  public PlanSummary run(JobContext context) {
    Settings settings = context.settings();
    MineSettings mine = settings.mine();
    return new PlanJob(settings.model(), mine.engine(), mine.batching(), settings.plan()).run();
  }
}
