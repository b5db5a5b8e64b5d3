package org.tokenquarry.jobs.verb;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tokenquarry.jobs.cluster.ClusterSummary;
import org.tokenquarry.jobs.job.GateRefusedException;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.job.Summary;
import org.tokenquarry.jobs.job.UnfinishedException;
import org.tokenquarry.jobs.table.Split;

/**
 * One run of {@code nightly}: what was done so far, and the version that it is about. From {@code
 * cluster} on this is the version that the night clustered, whether it made it or found it there.
 */
final class Night {

  static final String CLUSTER = "cluster";

  private static final String CALIBRATE = "calibrate";
  private static final String INGEST = "ingest";
  private static final String MINE = "mine";
  private static final String REPORT = "report";

  private final Map<String, Job> verbs;
  private final Map<String, Summary> summaries = new LinkedHashMap<>();
  private JobContext context;

  Night(Map<String, Job> verbs, JobContext context) {
    this.verbs = verbs;
    this.context = context;
  }

  /**
   * Runs every verb of the settings.
   *
   * @throws UnfinishedException where one fails, with what the verbs before it did. Where {@code
   *     publish} refuses, only {@code report} still runs, and says why.
   */
  NightlySummary run() {
    List<String> names = context.settings().nightly().verbs();
    for (int i = 0; i < names.size(); i++) {
      try {
        step(names.get(i));
      } catch (GateRefusedException refused) {
        reportOn(refused, names.subList(i + 1, names.size()));
        throw unfinished(refused);
      } catch (Throwable failure) { // Of an exhausted heap, too, what was done before is told.
        throw unfinished(failure);
      }
    }
    return new NightlySummary(summaries);
  }

  private void step(String verb) throws Exception {
    if (verb.equals(MINE)) {
      settleThresholds();
    }
    Summary summary = verbs.get(verb).run(context);
    summaries.put(verb, summary);
    if (summary instanceof ClusterSummary clustered) {
      context = context.with(context.settings().on(clustered.version()));
    }
    if (verb.equals(INGEST)) {
      ingestHeldOut();
    }
  }

  /** Says what is mined with, after it was found out where that was needed. */
  private void settleThresholds() {
    new FirstNight(context)
        .calibrate(summaries.get(CALIBRATE))
        .ifPresent(measured -> summaries.put(CALIBRATE, measured));
    summaries.put("thresholds", ThresholdsSummary.of(new VerbRun(context, MINE)));
  }

  /** The images that the questions are about come with them. */
  private void ingestHeldOut() {
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

  private void reportOn(GateRefusedException refused, List<String> left) {
    if (left.contains(REPORT)) {
      try {
        summaries.put(REPORT, new ReportVerb().report(context, refused.problems()));
      } catch (Throwable failure) { // The refusal stays what the night is told to have ended with.
        refused.addSuppressed(failure);
      }
    }
  }

  private UnfinishedException unfinished(Throwable cause) {
    return new UnfinishedException(new NightlySummary(summaries), cause);
  }
}
