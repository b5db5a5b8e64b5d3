package org.tokenquarry.jobs.mine;

import static org.apache.spark.sql.functions.col;

import java.time.Duration;
import java.time.Instant;
import org.tokenquarry.error.UserException;
import org.tokenquarry.image.ImageLimits;
import org.tokenquarry.jobs.config.MineSettings;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.progress.Amount;
import org.tokenquarry.jobs.spark.ModelWork;
import org.tokenquarry.jobs.table.Contents;
import org.tokenquarry.jobs.table.Funnel;
import org.tokenquarry.jobs.table.MinedImages;
import org.tokenquarry.jobs.table.Quarantine;
import org.tokenquarry.jobs.table.RunInfo;
import org.tokenquarry.jobs.table.Split;
import org.tokenquarry.jobs.table.Warehouse;
import org.tokenquarry.model.BundleManifest;
import org.tokenquarry.task.ExamineImages;
import org.tokenquarry.task.Experiments;

/**
 * Runs the experiments on every image that was not mined yet.
 *
 * <p>Input tables: {@code images} of the split {@code mine}, {@code contents}. Output tables:
 * {@code experiments}, {@code mined}, {@code quarantine}. Example:
 *
 * <pre>{@code tokenquarry mine --warehouse warehouse}</pre>
 *
 * <p>Failure modes: no image was ingested, the bundle is bad, the warehouse belongs to another
 * model, every image is quarantined ({@link UserException}). A run that was cut off is continued by
 * the next one from its last commit.
 *
 * <p>The first findings bind the warehouse to the model. An image that the model fails on is
 * quarantined for this model and these settings only. An image over a limit is quarantined until
 * the limit changes.
 */
public final class MineJob implements Job<MineSummary> {

  @Override
  public MineSummary run(JobContext context) {
    context.bundle();
    context.phases().uncounted("Looking for images to mine");
    Instant start = Instant.now();
    Warehouse warehouse = context.warehouse();
    RunInfo run = context.experimentInfo();
    MinedImages mined = new MinedImages(warehouse, run.modelDigest(), run.settingsDigest());
    requireCounts(context, mined);
    Quarantine quarantine = new Quarantine(warehouse);
    ImageLimits limits = context.settings().ingest().limits();
    Backlog backlog =
        Backlog.of(
            new Contents(warehouse),
            warehouse.images(Split.MINE),
            mined.rows(),
            quarantine.ofMining(run, limits));
    if (backlog.wanted() == 0) {
      throw MineErrors.nothingToMine(warehouse.location());
    }
    quarantine.tryAgain(run, limits);
    ModelWork work = new ModelWork(context.spark(), context.metrics());
    MiningFlow.Outcome outcome = mine(context, backlog, work);
    context.phases().uncounted("Counting what was found");
    Funnel funnel = Funnel.of(mined.rows());
    mined.requireEven(funnel, context.probedTokens());
    if (backlog.done() + outcome.examined() == 0) {
      throw MineErrors.allQuarantined(
          quarantine.ofMining(run, limits).filter(col(Quarantine.HOLDS)));
    }
    return new MineSummary(
        backlog.wanted(),
        backlog.done(),
        outcome.examined(),
        backlog.quarantined() + outcome.refused(),
        funnel.tokens(),
        funnel.stages(),
        funnel.redundant(),
        Duration.between(start, Instant.now()).toMillis() / 1000.0,
        work.seconds(),
        context.bundle().manifest().statesSizes() ? work.gflop() : null);
  }

  /**
   * Rows that were deleted by hand are mined again. But where all are gone, that was no correction
   * of single images, and the user should know.
   */
  private static void requireCounts(JobContext context, MinedImages mined) {
    Warehouse warehouse = context.warehouse();
    RunInfo run = context.experimentInfo();
    if (!mined.agree()) {
      if (mined.findings() == 0) {
        throw MineErrors.rowsDeleted(warehouse.location());
      }
      mined.countAgain(run);
    }
  }

  /** Mines what is left. */
  private static MiningFlow.Outcome mine(JobContext context, Backlog backlog, ModelWork work) {
    MineSettings settings = context.settings().mine();
    BundleManifest model = context.bundle().manifest();
    Experiments examining = context.examining(settings.engine());
    return new MiningFlow(
            context.warehouse(),
            context.experimentInfo(),
            settings,
            context.modelTasks(),
            context.metrics())
        .mine(
            backlog.left(),
            work.of(examining.model(), new ExamineImages(examining)),
            model.name(),
            model.hidden(),
            context.phases().stepped("Mining", Amount.images(backlog.images())));
  }
}
