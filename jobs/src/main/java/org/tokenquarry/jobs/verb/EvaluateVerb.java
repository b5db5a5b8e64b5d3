package org.tokenquarry.jobs.verb;

import org.tokenquarry.error.UserException;
import org.tokenquarry.experiment.Batching;
import org.tokenquarry.jobs.config.EvaluateSettings;
import org.tokenquarry.jobs.config.Settings;
import org.tokenquarry.jobs.evaluate.EvaluateJob;
import org.tokenquarry.jobs.evaluate.EvaluateOptions;
import org.tokenquarry.jobs.evaluate.EvaluateSummary;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.table.CodebookVersion;
import org.tokenquarry.model.ModelBundle;

/** {@code evaluate}. */
final class EvaluateVerb implements Job {

  private static final int IMAGES_PER_TASK = 8;

  @Override
  public EvaluateSummary run(JobContext context) {
    VerbRun run = new VerbRun(context, "evaluate");
    EvaluateOptions options = options(run);
    ModelBundle bundle = run.bundle();
    CodebookVersion codebook = run.codebook();
    return run.shown(
        "Reading held-out questions",
        progress ->
            new EvaluateJob(run.warehouse(), run.info(bundle), bundle.manifest(), options, progress)
                .run(codebook));
  }

  private static EvaluateOptions options(VerbRun run) {
    Settings settings = run.settings();
    EvaluateSettings evaluate = settings.evaluate();
    return new EvaluateOptions(
        settings.model().location(),
        settings.model().device(),
        run.limits(),
        questions(settings),
        evaluate.scoring(),
        evaluate.maxAnswerTokens(),
        evaluate.budgets(),
        evaluate.positions(),
        evaluate.pruners(),
        evaluate.reference(),
        evaluate.seeds(),
        evaluate.calibrationImages(),
        evaluate.bootstrapSamples(),
        new Batching(1, evaluate.batchMemory()),
        IMAGES_PER_TASK);
  }

  /**
   * The file of questions.
   *
   * @throws UserException if none was named
   */
  static String questions(Settings settings) {
    String named =
        settings
            .evaluate()
            .questions()
            .orElseThrow(
                () ->
                    new UserException(
                        "no-questions",
                        "No held-out questions were named.",
                        "Name them with --questions or evaluate.questions, or leave evaluate out of"
                            + " nightly.verbs."));
    return file(named);
  }

  /** The file of questions that were named by it or by its directory. */
  static String file(String named) {
    return isFile(named) ? named : named + "/questions.jsonl";
  }

  /** Whether questions are named by their file, and not by the directory they are in. */
  static boolean isFile(String named) {
    return named.endsWith(".jsonl") || named.endsWith(".parquet");
  }
}
