package org.tokenquarry.jobs.compose;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tokenquarry.error.UserException;
import org.tokenquarry.jobs.config.NightlyStep;
import org.tokenquarry.jobs.config.SettingsDigest;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.job.Summary;
import org.tokenquarry.jobs.table.FinishedStep;
import org.tokenquarry.jobs.table.FinishedSteps;
import org.tokenquarry.jobs.table.TableLog;
import org.tokenquarry.jobs.table.Warehouse;

/**
 * Remembers over nights what each step depended on when it ended well, and finds out whether any of
 * it has changed. Commits of the step itself are known to it. If another run has written to the
 * same tables while a step ran, the step is not remembered, and runs again in the next night.
 */
final class StepMemory {

  private static final Logger LOG = LoggerFactory.getLogger(StepMemory.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, Long> before = new HashMap<>();
  private Map<String, FinishedStep> known;
  private boolean changed;

  /**
   * Whether a step would find nothing new.
   *
   * @param context of this step, about the version that the night is about
   */
  Optional<SkippedSummary> unchanged(NightlyStep step, JobContext context) {
    return Optional.ofNullable(known(context).get(step.verb()))
        .filter(last -> isUnchanged(step, context, last))
        .map(SkippedSummary::new);
  }

  private static boolean isUnchanged(NightlyStep step, JobContext context, FinishedStep last) {
    try (JobContext own = about(step, context, last)) {
      StepInputs inputs = StepInputs.of(step, own, Optional.of(last));
      if (!inputs.canonical().equals(last.inputs())) {
        return false;
      }
      JsonNode versions = parsed(last.versions());
      return inputs.parts().stream()
          .allMatch(part -> isUnchanged(part, own.warehouse(), versions.path(part.name())));
    } catch (UserException e) {
      return false; // The step says what is wrong.
    }
  }

  /** Before the night has a version, it is the one that was clustered last. */
  private static JobContext about(NightlyStep step, JobContext context, FinishedStep last) {
    return step == NightlyStep.CLUSTER
        ? context.with(context.settings().on(SkippedSummary.told(last).path("version").asLong()))
        : context.as(step.verb());
  }

  private static boolean isUnchanged(TablePart part, Warehouse warehouse, JsonNode since) {
    TableLog log = warehouse.log(part.table());
    return since.isNumber()
        && !log.changed(since.asLong(), log.latest(), part.values(), Optional.empty());
  }

  /** Called before a step runs: what others commit from now on is not known to the step. */
  void begins(JobContext context) {
    before.putAll(context.warehouse().latestCommits());
  }

  /**
   * Remembers a step that ended well.
   *
   * @param context of this step, about the version that the night is about now
   * @param summary what it told
   */
  void ended(NightlyStep step, JobContext context, Summary summary) {
    StepInputs inputs = StepInputs.of(step, context, Optional.empty());
    Map<String, Long> versions = new TreeMap<>();
    for (TablePart part : inputs.parts()) {
      TableLog log = context.warehouse().log(part.table());
      long since = before.getOrDefault(part.table().name(), TableLog.NONE);
      long latest = log.latest();
      if (log.changed(since, latest, part.values(), Optional.of(context.run().id()))) {
        changed |= known(context).remove(step.verb()) != null;
        return;
      }
      versions.put(part.name(), latest);
    }
    known(context)
        .put(
            step.verb(),
            new FinishedStep(
                step.verb(),
                context.run().id(),
                Instant.now(),
                inputs.canonical(),
                SettingsDigest.ofNamed(versions).json(),
                SkippedSummary.stored(summary)));
    changed = true;
  }

  /**
   * Writes down what is remembered, unless all is as it was. If this fails, the night does not fail
   * with it: the steps run again in the next one.
   */
  void keep(JobContext context) {
    if (changed) {
      try {
        new FinishedSteps(context.warehouse()).replace(known.values(), context.info());
      } catch (RuntimeException e) {
        LOG.warn("The steps of this night were not written down, so the next one runs them", e);
      }
    }
  }

  private Map<String, FinishedStep> known(JobContext context) {
    if (known == null) {
      known = new TreeMap<>(new FinishedSteps(context.warehouse()).all());
    }
    return known;
  }

  /** JSON that was written by this class. */
  static JsonNode parsed(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("It was written as JSON", e);
    }
  }
}
