package org.tokenquarry.jobs.compose;

import java.util.List;
import org.tokenquarry.error.UserException;
import org.tokenquarry.jobs.config.CodebookSelection;
import org.tokenquarry.jobs.config.CodebookSelection.Choice;
import org.tokenquarry.jobs.config.NightlyStep;
import org.tokenquarry.jobs.config.Settings;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;

/**
 * Runs the verbs from {@code ingest} to {@code report} in order. Each continues where an earlier
 * night stopped, so running it again on the same images computes nothing again. The first night
 * calibrates if no thresholds were chosen.
 *
 * <p>Input and output tables: those of the verbs in {@code nightly.verbs}, and {@code
 * calibrations}. Example:
 *
 * <pre>{@code tokenquarry nightly images --questions heldout --warehouse warehouse}</pre>
 *
 * <p>Failure modes: those of the verbs; the run then ends and reports what the verbs before did
 * ({@link org.tokenquarry.jobs.job.UnfinishedException}). No questions for {@code evaluate}, or a
 * version that is not this night's: before anything is done ({@link UserException}).
 */
public final class NightlyJob implements Job<NightlySummary> {

  @Override
  public NightlySummary run(JobContext context) {
    requireQuestions(context.settings());
    requireOwnVersion(context.settings());
    requireEnd(context.settings());
    return new Night(context).run();
  }

  /** Better now than after hours of mining. */
  private static void requireQuestions(Settings settings) {
    if (settings.nightly().steps().contains(NightlyStep.EVALUATE)) {
      settings.evaluate().questionsFile();
    }
  }

  /** A night that follows an alias would never end. */
  private static void requireEnd(Settings settings) {
    if (settings.nightly().steps().contains(NightlyStep.EXPORT)
        && !settings.export().watch().isZero()) {
      throw new UserException(
          "watch-in-night",
          "The setting export.watch lets export run until it is stopped, so the night would not end.",
          "Run `export --watch` by itself, beside the nights.");
    }
  }

  /** A night that clusters goes on with what it clustered, and with nothing else. */
  private static void requireOwnVersion(Settings settings) {
    List<NightlyStep> steps = settings.nightly().steps();
    CodebookSelection selection = settings.codebook();
    if (steps.contains(NightlyStep.CLUSTER)
        && selection.choice() != Choice.DEFAULT
        && selection.choice() != Choice.LATEST) {
      throw new UserException(
          "version-of-another-night",
          "The setting codebook.version is "
              + selection.canonical()
              + ", but this night clusters, and goes on with the version that it clusters.",
          "Leave codebook.version at default, or cluster out of nightly.verbs.");
    }
  }
}
