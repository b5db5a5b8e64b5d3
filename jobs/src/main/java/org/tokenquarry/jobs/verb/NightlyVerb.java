package org.tokenquarry.jobs.verb;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tokenquarry.jobs.config.Settings;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.job.Summary;
import org.tokenquarry.jobs.table.Split;

/**
 * {@code nightly}: everything in order. Each verb picks up where an earlier night stopped, so
 * running it again on the same images computes nothing again.
 */
final class NightlyVerb implements Job {

  private static final String INGEST = "ingest";
  private static final String EVALUATE = "evaluate";

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
  public NightlySummary run(JobContext context) throws Exception {
    requireQuestions(context.settings());
    Map<String, Summary> summaries = new LinkedHashMap<>();
    for (String verb : context.settings().nightly().verbs()) {
      summaries.put(verb, verbs.get(verb).run(context));
      if (verb.equals(INGEST)) {
        ingestHeldOut(context, summaries);
      }
    }
    return new NightlySummary(summaries);
  }

  /** Better now than after hours of mining. */
  private static void requireQuestions(Settings settings) {
    if (settings.nightly().verbs().contains(EVALUATE)) {
      EvaluateVerb.questions(settings);
    }
  }

  /** The images that the questions are about come with them. */
  private static void ingestHeldOut(JobContext context, Map<String, Summary> summaries) {
    context
        .settings()
        .evaluate()
        .questions()
        .filter(questions -> !EvaluateVerb.isFile(questions))
        .ifPresent(
            directory ->
                summaries.put(
                    Split.HELDOUT,
                    new IngestVerb().ingest(context, List.of(directory), Split.HELDOUT)));
  }
}
