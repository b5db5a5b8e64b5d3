package org.tokenquarry.jobs.mine;

import static org.apache.spark.sql.functions.col;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.util.LongAccumulator;
import org.tokenquarry.error.UserException;
import org.tokenquarry.jobs.config.MineSettings;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.progress.Amount;
import org.tokenquarry.jobs.spark.CountedPhase;
import org.tokenquarry.jobs.table.Funnel;
import org.tokenquarry.jobs.table.ModelBinding;
import org.tokenquarry.jobs.table.Quarantine;
import org.tokenquarry.jobs.table.RunInfo;
import org.tokenquarry.jobs.table.Split;
import org.tokenquarry.jobs.table.TableSpec;
import org.tokenquarry.jobs.table.Tables;
import org.tokenquarry.jobs.table.Warehouse;
import org.tokenquarry.model.BundleManifest;
import org.tokenquarry.task.ExamineImages;
import org.tokenquarry.task.Experiments;

/**
 * Runs the experiments on every image that was not mined yet.
 *
 * <p>Input table: {@code images} of the split {@code mine}. Output tables: {@code experiments},
 * {@code quarantine}. Example:
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

  private static final double NANOSECONDS = 1e9;

  @Override
  public MineSummary run(JobContext context) {
    BundleManifest model = context.bundle().manifest();
    context.phases().uncounted("Looking for images to mine");
    Instant start = Instant.now();
    Warehouse warehouse = context.warehouse();
    Dataset<Row> images = warehouse.images(Split.MINE);
    Backlog backlog = Backlog.of(images, findings(context), quarantined(context));
    if (backlog.wanted() == 0) {
      throw MineErrors.nothingToMine(warehouse.location());
    }
    LongAccumulator nanoseconds =
        context.spark().sparkContext().longAccumulator("nanoseconds in the model");
    long quarantined = mine(context, images, backlog, nanoseconds);
    context.phases().uncounted("Counting what was found");
    Funnel funnel = Funnel.of(findings(context));
    long mined = backlog.left().size() - quarantined;
    requireRows(warehouse, Tables.EXPERIMENTS, funnel.images(), backlog.withFindings() + mined);
    if (quarantined > 0) {
      long withReason = held(context).select("image_id").distinct().count();
      requireRows(warehouse, Tables.QUARANTINE, withReason, backlog.withReason() + quarantined);
    }
    requireEveryToken(context, funnel, model.grid().size());
    if (backlog.done() + mined == 0) {
      throw MineErrors.allQuarantined(held(context));
    }
    return new MineSummary(
        backlog.wanted(),
        backlog.done(),
        mined,
        backlog.quarantined() + quarantined,
        funnel.tokens(),
        funnel.stages(),
        funnel.redundant(),
        Duration.between(start, Instant.now()).toMillis() / 1000.0,
        nanoseconds.value() / NANOSECONDS);
  }

  private static Dataset<Row> findings(JobContext context) {
    RunInfo run = context.experimentInfo();
    return context.warehouse().experiments(run.modelDigest(), run.settingsDigest());
  }

  private static Dataset<Row> quarantined(JobContext context) {
    return new Quarantine(context.warehouse())
        .ofMining(context.experimentInfo(), context.settings().ingest().limits());
  }

  private static Dataset<Row> held(JobContext context) {
    return quarantined(context).filter(col(Quarantine.HOLDS));
  }

  /** Mines images. Returns how many were quarantined. */
  private static long mine(
      JobContext context, Dataset<Row> images, Backlog backlog, LongAccumulator nanoseconds) {
    List<String> ids = backlog.left();
    RunInfo run = context.experimentInfo();
    MineSettings mine = context.settings().mine();
    Experiments examining = context.examining(mine.engine());
    BundleManifest model = context.bundle().manifest();
    ModelBinding binding = new ModelBinding(context.warehouse(), run.modelDigest(), model.name());
    long quarantined = 0;
    CountedPhase mining = context.phases().counted("Mining", Amount.images(ids.size()));
    for (int first = 0; first < ids.size(); first += mine.imagesPerCommit()) {
      List<String> next = ids.subList(first, Math.min(ids.size(), first + mine.imagesPerCommit()));
      MapPartitionsFunction<Row, Row> examine =
          mining.results(new ExamineImages(examining, nanoseconds::add), next.size());
      Dataset<Row> results = examined(context, images, next, examine);
      MinedChunk.Images chosen = new MinedChunk.Images(next, backlog.tries());
      try (MinedChunk chunk = MinedChunk.compute(context.warehouse(), run, chosen, results)) {
        mining.done();
        quarantined += chunk.commit(binding, model.hidden());
      }
    }
    return quarantined;
  }

  private static Dataset<Row> examined(
      JobContext context,
      Dataset<Row> images,
      List<String> ids,
      MapPartitionsFunction<Row, Row> examine) {
    int tasks = 1 + (ids.size() - 1) / context.settings().mine().imagesPerTask();
    return EvenTasks.deal(images, ids, tasks)
        .mapPartitions(examine, Encoders.row(ExamineImages.OUTPUT));
  }

  /** Delta skips a commit that it knows, so rows that this run has written may not be there. */
  private static void requireRows(
      Warehouse warehouse, TableSpec table, long images, long expected) {
    if (images < expected) {
      throw MineErrors.rowsDeleted(warehouse.location(), table.name());
    }
  }

  /** Two runs at the same time may both mine an image, if they divide the images differently. */
  private static void requireEveryToken(JobContext context, Funnel funnel, int tokens) {
    int probed = context.experiment().probe().count(tokens);
    if (funnel.tokens() != funnel.images() * probed) {
      throw MineErrors.findingsUneven(context.warehouse().location(), funnel, probed);
    }
  }
}
