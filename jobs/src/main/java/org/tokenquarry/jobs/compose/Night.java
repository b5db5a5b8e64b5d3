package org.tokenquarry.jobs.compose;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tokenquarry.jobs.calibrate.CalibrateJob;
import org.tokenquarry.jobs.cluster.ClusterJob;
import org.tokenquarry.jobs.cluster.ClusterSummary;
import org.tokenquarry.jobs.compact.CompactJob;
import org.tokenquarry.jobs.config.NightlyStep;
import org.tokenquarry.jobs.config.Settings;
import org.tokenquarry.jobs.evaluate.EvaluateJob;
import org.tokenquarry.jobs.export.ExportJob;
import org.tokenquarry.jobs.ingest.IngestJob;
import org.tokenquarry.jobs.job.GateRefusedException;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.job.Summary;
import org.tokenquarry.jobs.job.UnfinishedException;
import org.tokenquarry.jobs.mine.MineJob;
import org.tokenquarry.jobs.publish.PublishJob;
import org.tokenquarry.jobs.report.ReportJob;
import org.tokenquarry.jobs.table.Split;

/**
 * One run of {@code nightly}: what was done so far, and the version that it is about. From {@code
 * cluster} on this is the version that the night clustered, whether it made it or found it there.
 */
final class Night {

  private static final Map<NightlyStep, Job<?>> JOBS =
      new EnumMap<>(
          Map.of(
              NightlyStep.INGEST, new IngestJob(),
              NightlyStep.CALIBRATE, new CalibrateJob(),
              NightlyStep.MINE, new MineJob(),
              NightlyStep.CLUSTER, new ClusterJob(),
              NightlyStep.EVALUATE, new EvaluateJob(),
              NightlyStep.PUBLISH, new PublishJob(),
              NightlyStep.EXPORT, new ExportJob(),
              NightlyStep.REPORT, new ReportJob(),
              NightlyStep.COMPACT, new CompactJob()));

  /** Steps that open the model. */
  private static final Set<NightlyStep> WITH_MODEL =
      EnumSet.of(
          NightlyStep.CALIBRATE,
          NightlyStep.MINE,
          NightlyStep.CLUSTER,
          NightlyStep.EVALUATE,
          NightlyStep.REPORT);

  private final Map<String, Summary> summaries = new LinkedHashMap<>();
  private final StepMemory memory = new StepMemory();
  private JobContext context;

  Night(JobContext context) {
    this.context = context;
  }

  /**
   * Runs every verb of the settings that may find something new.
   *
   * @throws UnfinishedException where one fails, with what the verbs before it did. Where {@code
   *     publish} refuses, {@code report} still runs, and says why, and so does {@code compact}.
   */
  NightlySummary run() {
    try {
      return runAll();
    } finally {
      memory.keep(context);
    }
  }

  private NightlySummary runAll() {
    List<NightlyStep> steps = context.settings().nightly().steps();
    for (int i = 0; i < steps.size(); i++) {
      NightlyStep step = steps.get(i);
      try {
        context.settings().retry().of(step.verb(), () -> run(step));
      } catch (GateRefusedException refused) {
        List<NightlyStep> left = steps.subList(i + 1, steps.size());
        afterRefusal(refused, left);
        throw unfinished(refused);
      } catch (Throwable failure) { // Errors too: what was done before is reported.
        throw unfinished(failure);
      }
    }
    return new NightlySummary(summaries);
  }

  /** Gives what it told. Once more, it goes on with what is committed. */
  private Summary run(NightlyStep step) throws Exception {
    if (step == NightlyStep.INGEST) {
      summaries.put(step.verb(), run(step, JOBS.get(step), context.settings()));
      ingestHeldOut();
      return summaries.get(step.verb());
    }
    if (WITH_MODEL.contains(step)) {
      context.bundle(); // Once for all verbs.
    }
    Optional<SkippedSummary> skipped = memory.unchanged(step, context);
    if (skipped.isPresent()) {
      skip(step, skipped.get());
    } else {
      runAndRemember(step);
    }
    return summaries.get(step.verb());
  }

  private void skip(NightlyStep step, SkippedSummary skipped) {
    if (step == NightlyStep.MINE) {
      noteThresholds();
    }
    summaries.put(step.verb(), skipped);
    if (step == NightlyStep.CLUSTER) {
      goOnWith(skipped.told().path("version").asLong());
    }
  }

  private void runAndRemember(NightlyStep step) throws Exception {
    memory.begins(context);
    if (step == NightlyStep.MINE) {
      calibrateFirst();
      noteThresholds();
    }
    Summary summary = run(step, JOBS.get(step), context.settings());
    summaries.put(step.verb(), summary);
    if (summary instanceof ClusterSummary clustered) {
      goOnWith(clustered.version());
    }
    try (JobContext own = context.as(step.verb())) {
      memory.ended(step, own, summary);
    }
  }

  private void goOnWith(long version) {
    context = context.with(context.settings().on(version));
  }

  private Summary run(NightlyStep step, Job<?> job, Settings settings) throws Exception {
    try (JobContext own = context.with(settings).as(step.verb())) {
      return job.run(own);
    }
  }

  private void calibrateFirst() {
    String calibrate = NightlyStep.CALIBRATE.verb();
    try (JobContext own = context.as(calibrate)) {
      new FirstNight(own)
          .calibrate(summaries.get(calibrate))
          .ifPresent(measured -> summaries.put(calibrate, measured));
    }
  }

  /** The thresholds that are mined with. */
  private void noteThresholds() {
    try (JobContext own = context.as(NightlyStep.MINE.verb())) {
      summaries.put("thresholds", ThresholdsSummary.of(own));
    }
  }

  /** The images that the questions are about come with them. */
  private void ingestHeldOut() throws Exception {
    Settings settings = context.settings();
    String directory = settings.evaluate().questionsDirectory().orElse(null);
    if (directory != null) {
      Settings heldOut = settings.ingesting(List.of(directory), Split.HELDOUT);
      summaries.put(Split.HELDOUT, run(NightlyStep.INGEST, new IngestJob(), heldOut));
    }
  }

  /** The page says why the version was refused. It is not remembered, because the next may not. */
  private void afterRefusal(GateRefusedException refused, List<NightlyStep> left) {
    try {
      if (left.contains(NightlyStep.REPORT)) {
        ReportJob report = new ReportJob(refused.problems());
        summaries.put(
            NightlyStep.REPORT.verb(), run(NightlyStep.REPORT, report, context.settings()));
      }
      if (left.contains(NightlyStep.COMPACT)) {
        run(NightlyStep.COMPACT);
      }
    } catch (Throwable failure) { // The night still ends with the refusal.
      refused.addSuppressed(failure);
    }
  }

  private UnfinishedException unfinished(Throwable cause) {
    return new UnfinishedException(new NightlySummary(summaries), cause);
  }
}
