package org.tokenquarry.jobs.verb;

import java.util.List;
import java.util.Map;
import org.tokenquarry.error.UserException;
import org.tokenquarry.jobs.config.CodebookSelection;
import org.tokenquarry.jobs.config.CodebookSelection.Choice;
import org.tokenquarry.jobs.config.Settings;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;

/**
 * {@code nightly}: everything in order. Each verb picks up where an earlier night stopped, so
 * running it again on the same images computes nothing again. The first night finds the thresholds
 * where nobody chose them.
 */
final class NightlyVerb implements Job {

  private final Map<String, Job> verbs;

  /**
   * Composes verbs.
   *
   * @param verbs by name
   */
  NightlyVerb(Map<String, Job> verbs) {
    this.verbs = Map.copyOf(verbs);
  }

  @Override
  public NightlySummary run(JobContext context) {
    requireQuestions(context.settings());
    requireOwnVersion(context.settings());
    return new Night(verbs, context).run();
  }

  /** Better now than after hours of mining. */
  private static void requireQuestions(Settings settings) {
    if (settings.nightly().verbs().contains("evaluate")) {
      EvaluateVerb.questions(settings);
    }
  }

  /** A night that clusters goes on with what it clustered, and with nothing else. */
  private static void requireOwnVersion(Settings settings) {
    List<String> verbs = settings.nightly().verbs();
    CodebookSelection selection = settings.codebook();
    if (verbs.contains(Night.CLUSTER)
        && (selection.choice() == Choice.NUMBER || selection.choice() == Choice.PUBLISHED)) {
      throw new UserException(
          "version-of-another-night",
          "The setting codebook.version is "
              + selection.canonical()
              + ", but this night clusters, and goes on with the version that it clusters.",
          "Leave codebook.version at default, or cluster out of nightly.verbs.");
    }
  }
}
