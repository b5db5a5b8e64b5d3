package org.tokenquarry.jobs.verb;

import org.tokenquarry.error.UserException;
import org.tokenquarry.experiment.Batching;
import org.tokenquarry.experiment.EngineKind;
import org.tokenquarry.jobs.calibrate.CalibrateJob;
import org.tokenquarry.jobs.calibrate.CalibrateOptions;
import org.tokenquarry.jobs.calibrate.CalibrateSummary;
import org.tokenquarry.jobs.calibrate.SearchOptions;
import org.tokenquarry.jobs.config.CalibrateSettings;
import org.tokenquarry.jobs.config.EvaluateSettings;
import org.tokenquarry.jobs.config.SearchSettings;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.task.PrunerPlan;

/** {@code calibrate}: every experiment is run, so the engine is the exhaustive one. */
final class CalibrateVerb implements Job {

  private static final int IMAGES_PER_TASK = 4;

  @Override
  public CalibrateSummary run(JobContext context) {
    VerbRun run = new VerbRun(context, "calibrate");
    CalibrateSettings calibrate = run.settings().calibrate();
    CalibrateOptions options =
        new CalibrateOptions(
            Examining.plan(run, EngineKind.EXHAUSTIVE),
            calibrate.images(),
            calibrate.top1Quantile(),
            calibrate.divergenceQuantile(),
            calibrate.search().questions().map(named -> search(run, named)).orElse(null));
    run.bundle();
    return run.shown(
        "Looking for images",
        progress -> new CalibrateJob(run.warehouse(), options, progress).run());
  }

  private static SearchOptions search(VerbRun run, String named) {
    SearchSettings search = run.settings().calibrate().search();
    EvaluateSettings evaluate = run.settings().evaluate();
    String questions = EvaluateVerb.file(named);
    if (evaluate.questions().map(EvaluateVerb::file).filter(questions::equals).isPresent()) {
      throw new UserException(
          "validation-is-test",
          "The questions "
              + questions
              + " are those that codebooks are reported on, so settings cannot be chosen by them.",
          "Draw other ones for calibrate.search.questions.");
    }
    if (!PrunerPlan.probesCodebook(search.pruner())) {
      throw new UserException(
          "pruner-unknown",
          "There is no pruner " + search.pruner() + " that probes a codebook.",
          "Choose one whose name begins with codebook for calibrate.search.pruner.");
    }
    return new SearchOptions(
        search,
        run.settings().cluster(),
        questions,
        evaluate.scoring(),
        evaluate.maxAnswerTokens(),
        evaluate.positions(),
        new Batching(1, evaluate.batchMemory()),
        IMAGES_PER_TASK);
  }
}
