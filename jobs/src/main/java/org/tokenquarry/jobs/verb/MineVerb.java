package org.tokenquarry.jobs.verb;

import org.tokenquarry.jobs.config.MineSettings;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.mine.MineJob;
import org.tokenquarry.jobs.mine.MineOptions;
import org.tokenquarry.jobs.mine.MineSummary;
import org.tokenquarry.model.ModelBundle;

/** {@code mine}. */
final class MineVerb implements Job {

  @Override
  public MineSummary run(JobContext context) {
    VerbRun run = new VerbRun(context, "mine");
    MineSettings mine = run.settings().mine();
    MineOptions options =
        new MineOptions(
            Examining.plan(run, mine.engine()), mine.imagesPerTask(), mine.imagesPerCommit());
    ModelBundle bundle = run.bundle();
    return run.shown(
        "Looking for images to mine",
        progress -> new MineJob(run.warehouse(), run.info(bundle), options, progress).run(bundle));
  }
}
