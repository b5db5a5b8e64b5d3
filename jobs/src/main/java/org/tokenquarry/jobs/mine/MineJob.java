package org.tokenquarry.jobs.mine;

import static org.apache.spark.sql.functions.broadcast;
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
 * Runs the experiments on every image that they were not run on yet.
 *
 * <p>Input table: {@code images} of the split {@code mine}. Output tables: {@code experiments},
 * {@code quarantine}. Example:
 *
 * <pre>{@code tokenquarry mine --warehouse warehouse}</pre>
 *
 * <p>Failure modes: no image was ingested, the bundle is bad, the warehouse belongs to another
 * model, every image is put aside ({@link UserException}). A run that was cut off is continued by
 * the next one from its last commit.
 *
 * <p>The first findings bind the warehouse to the model. Images that the model fails on are put
 * aside for this model and these settings only, and those over a limit until the limit changes.
 */
public final class MineJob implements Job<MineSummary> {

  private static final double NANOSECONDS = 1e9;

  @Override
  public MineSummary run(JobContext context) {
    BundleManifest model = context.bundle().manifest();
    context.phases().uncounted("Looking for images to mine");
    Instant start = Instant.now();
    Warehouse warehouse = context.warehouse();
    Dataset<Row> images = warehouse.read(Tables.IMAGES).filter(col("split").equalTo(Split.MINE));
    Backlog backlog = Backlog.of(images, findings(context), quarantined(context));
    if (backlog.wanted() == 0) {
      throw new UserException(
          "nothing-to-mine",
          "The warehouse " + warehouse.location() + " holds no image to mine.",
          "Run ingest first.");
    }
    LongAccumulator nanoseconds =
        context.spark().sparkContext().longAccumulator("nanoseconds in the model");
    long putAside = mine(context, images, backlog, nanoseconds);
    context.phases().uncounted("Counting what was found");
    Funnel funnel = Funnel.of(findings(context));
    long mined = backlog.left().size() - putAside;
    requireRows(warehouse, Tables.EXPERIMENTS, funnel.images(), backlog.withFindings() + mined);
    if (putAside > 0) {
      long withReason = held(context).select("image_id").distinct().count();
      requireRows(warehouse, Tables.QUARANTINE, withReason, backlog.withReason() + putAside);
    }
    requireEveryToken(context, funnel, model.grid().size());
    if (backlog.done() + mined == 0) {
      throw AllQuarantined.of(held(context));
    }
    return new MineSummary(
        backlog.wanted(),
        backlog.done(),
        mined,
        backlog.putAside() + putAside,
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

  /** Mines images, and says how many were put aside. */
  private static long mine(
      JobContext context, Dataset<Row> images, Backlog backlog, LongAccumulator nanoseconds) {
    List<String> ids = backlog.left();
    RunInfo run = context.experimentInfo();
    MineSettings mine = context.settings().mine();
    Experiments examining = context.examining(mine.engine());
    BundleManifest model = context.bundle().manifest();
    ModelBinding binding = new ModelBinding(context.warehouse(), run.modelDigest(), model.name());
    long putAside = 0;
    CountedPhase mining = context.phases().counted("Mining", Amount.images(ids.size()));
    for (int first = 0; first < ids.size(); first += mine.imagesPerCommit()) {
      List<String> next = ids.subList(first, Math.min(ids.size(), first + mine.imagesPerCommit()));
      MapPartitionsFunction<Row, Row> examine =
          mining.results(new ExamineImages(examining, nanoseconds::add), next.size());
      Dataset<Row> results = examined(context, images, next, examine);
      MinedChunk.Images chosen = new MinedChunk.Images(next, backlog.tries());
      try (MinedChunk chunk = MinedChunk.compute(context.warehouse(), run, chosen, results)) {
        mining.done();
        putAside += chunk.commit(binding, model.hidden());
      }
    }
    return putAside;
  }

  private static Dataset<Row> examined(
      JobContext context,
      Dataset<Row> images,
      List<String> ids,
      MapPartitionsFunction<Row, Row> examine) {
    int tasks = 1 + (ids.size() - 1) / context.settings().mine().imagesPerTask();
    Dataset<Row> dealt =
        context.spark().createDataFrame(EvenTasks.deal(ids, tasks), EvenTasks.SCHEMA);
    return images
        .join(broadcast(dealt), "image_id")
        .repartition(tasks, col(EvenTasks.KEY))
        .select("image_id", "content")
        .mapPartitions(examine, Encoders.row(ExamineImages.OUTPUT));
  }

  /** Delta skips a commit that it knows, so what was to be written may not be there. */
  private static void requireRows(
      Warehouse warehouse, TableSpec table, long images, long expected) {
    if (images < expected) {
      throw new UserException(
          "rows-deleted",
          String.format(
              "Images of %s were mined before, and their rows have been deleted from the table %s"
                  + " since.",
              warehouse.location(), table.name()),
          "Restore the table to a version before the deletion, or mine into a new warehouse.");
    }
  }

  /** Runs at the same time that divide the images differently do not see each other's commits. */
  private static void requireEveryToken(JobContext context, Funnel funnel, int tokens) {
    int probed = context.experiment().probe().count(tokens);
    if (funnel.tokens() != funnel.images() * probed) {
      throw new UserException(
          "findings-uneven",
          String.format(
              "The table experiments of %s has %d rows of %d images, and should have %d of each: rows"
                  + " were deleted, or two runs mined the same images at once.",
              context.warehouse().location(), funnel.tokens(), funnel.images(), probed),
          "Restore the table to a version before that, or mine into a new warehouse.");
    }
  }
}
