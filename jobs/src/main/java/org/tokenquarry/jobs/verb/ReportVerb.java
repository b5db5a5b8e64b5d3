package org.tokenquarry.jobs.verb;

import java.util.List;
import org.tokenquarry.error.Problem;
import org.tokenquarry.experiment.ExperimentSettings;
import org.tokenquarry.jobs.config.ReportSettings;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.report.ReportJob;
import org.tokenquarry.jobs.report.ReportOptions;
import org.tokenquarry.jobs.report.ReportSummary;
import org.tokenquarry.jobs.report.page.ReportModel.Threshold;
import org.tokenquarry.jobs.table.CodebookVersion;
import org.tokenquarry.model.ModelBundle;

/** {@code report}. */
final class ReportVerb implements Job {

  @Override
  public ReportSummary run(JobContext context) {
    return report(context, List.of());
  }

  /**
   * Reports on a version that {@code publish} refused.
   *
   * @param refusals why; empty where it did not
   */
  ReportSummary report(JobContext context, List<Problem> refusals) {
    VerbRun run = new VerbRun(context, "report");
    ModelBundle bundle = run.bundle();
    CodebookVersion codebook = run.codebook();
    return run.shown(
        "Reading tables",
        progress ->
            new ReportJob(run.warehouse(), options(run, refusals), progress).run(codebook, bundle));
  }

  private static ReportOptions options(VerbRun run, List<Problem> refusals) {
    ReportSettings report = run.settings().report();
    ExperimentSettings experiment = run.experiment();
    return new ReportOptions(
        run.settings().model().location(),
        run.settings().model().device(),
        run.limits(),
        report,
        refusals,
        experiment,
        Examining.plan(run, run.settings().mine().engine()).batching(),
        List.of(
            new Threshold(
                "experiment.maxTop1Probability",
                experiment.maxTop1Probability(),
                "A redundant token's top-1 probability lies below."),
            new Threshold(
                "experiment.maxDivergence",
                experiment.maxDivergence(),
                "Its combined divergence lies below, in nats.")));
  }
}
