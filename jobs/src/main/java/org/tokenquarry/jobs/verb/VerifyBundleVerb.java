package org.tokenquarry.jobs.verb;

import org.tokenquarry.jobs.config.ModelSettings;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.progress.Amount;
import org.tokenquarry.jobs.progress.Progress;
import org.tokenquarry.jobs.verify.VerifyBundleJob;
import org.tokenquarry.jobs.verify.VerifyBundleSummary;

/** {@code verify-bundle}: needs no warehouse, and Spark for tasks only. */
final class VerifyBundleVerb implements Job {

  @Override
  @SuppressWarnings("try") // The stage shows that work goes on.
  public VerifyBundleSummary run(JobContext context) {
    ModelSettings model = context.settings().model();
    VerifyBundleJob job = new VerifyBundleJob(model.location(), model.device());
    int tasks = context.settings().verify().tasks();
    try (Progress.Stage stage =
        context.progress().stage("Proving the model bundle", Amount.UNCOUNTED)) {
      return tasks == 0 ? job.here() : job.inTasks(context.session(), tasks);
    }
  }
}
