package org.tokenquarry.jobs.compose;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;
import org.apache.commons.io.FileUtils;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import org.tokenquarry.jobs.config.BenchSettings;
import org.tokenquarry.jobs.config.MineSettings;
import org.tokenquarry.jobs.job.Job;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.mine.FlowSimulation;
import org.tokenquarry.jobs.mine.MiningFlow;
import org.tokenquarry.jobs.progress.Amount;
import org.tokenquarry.jobs.progress.Progress;
import org.tokenquarry.jobs.spark.LazySession;
import org.tokenquarry.jobs.spark.ModelTasks;
import org.tokenquarry.jobs.table.FileCommits;
import org.tokenquarry.jobs.table.RunInfo;
import org.tokenquarry.jobs.table.Tables;
import org.tokenquarry.pack.PackSlice;

/**
 * Measures the flow of mining without a model: a stand-in sleeps instead, so that a machine with
 * two cores can have 64 slots. Tables, units and commits are real. The same images are mined twice,
 * with commits as the settings say, and with a single commit at the end. Everything is written to a
 * temporary directory and deleted.
 *
 * <p>Input and output: none but the summary. Example:
 *
 * <pre>{@code tokenquarry bench flow --images 5000 --slots 64}</pre>
 *
 * <p>Failure modes: the temporary directory is full.
 */
public final class BenchFlowJob implements Job<BenchFlowSummary> {

  private static final int TOKENS = 96;
  private static final int REDUNDANT = 8;
  private static final int HIDDEN = 256;
  private static final int SIMULATED_SLOTS = 1_000;
  private static final int SIMULATED_PACKS = 1_000;
  private static final int SIMULATED_IMAGES = 1_000;

  /** An assumption of the simulation, not measured: the driver starts a thousand tasks a second. */
  private static final double START_SECONDS = 0.001;

  private record Run(double wall, double tasks, long units, long commits) {}

  @Override
  public BenchFlowSummary run(JobContext context) throws IOException {
    BenchSettings.Flow flow = context.settings().bench().flow();
    StandIn standIn = new StandIn(flow.secondsPerImage(), TOKENS, REDUNDANT, HIDDEN);
    Path directory = Files.createTempDirectory("tokenquarry-flow");
    String master = "local[" + flow.slots() + "]";
    try (LazySession session = new LazySession(Map.of("spark.master", master), Duration.ZERO)) {
      // The first run of a process warms it up, so it is short and not counted.
      measure(context, session.get(), directory.resolve("warm"), standIn.times(0.01), 1, 1);
      MineSettings mine = context.settings().mine();
      Run with =
          measure(
              context,
              session.get(),
              directory.resolve("with"),
              standIn,
              flow.images(),
              mine.imagesPerCommit());
      Run without =
          measure(
              context,
              session.get(),
              directory.resolve("without"),
              standIn,
              flow.images(),
              Integer.MAX_VALUE);
      return summary(flow, standIn, mine, with, without);
    } finally {
      FileUtils.deleteQuietly(directory.toFile());
    }
  }

  private static BenchFlowSummary summary(
      BenchSettings.Flow flow, StandIn standIn, MineSettings mine, Run with, Run without) {
    double work = 0;
    for (int i = 0; i < flow.images(); i++) {
      work += standIn.seconds(FlowWarehouse.idOf(i));
    }
    double unitSeconds = Math.max(0, (with.tasks() - work) / with.units());
    Random random = new Random(1);
    double simulated =
        new FlowSimulation(SIMULATED_SLOTS, mine.imagesPerTask(), unitSeconds, START_SECONDS)
            .busyShare(SIMULATED_IMAGES, SIMULATED_PACKS, () -> standIn.seconds(random));
    return new BenchFlowSummary(
        flow.slots(),
        flow.images(),
        with.units(),
        with.commits(),
        with.wall(),
        work / (flow.slots() * with.wall()),
        with.wall() / without.wall(),
        unitSeconds,
        SIMULATED_SLOTS,
        SIMULATED_IMAGES * SIMULATED_PACKS,
        simulated);
  }

  private static Run measure(
      JobContext context,
      SparkSession spark,
      Path directory,
      StandIn standIn,
      int images,
      int imagesPerCommit)
      throws IOException {
    RunInfo info = context.info("stand-in", "settings");
    FlowWarehouse warehouse = new FlowWarehouse(spark, directory.toString(), info);
    List<PackSlice> packs = warehouse.add(images);
    MineSettings settings = context.settings().mine();
    MineSettings paced =
        settings.committing(
            imagesPerCommit,
            imagesPerCommit == Integer.MAX_VALUE ? Duration.ofDays(1) : settings.commitEvery());
    TaskSeconds tasks = new TaskSeconds();
    spark.sparkContext().addSparkListener(tasks);
    String what = imagesPerCommit == Integer.MAX_VALUE ? "Without commits" : "With commits";
    long start = System.nanoTime();
    try (Progress.Phase progress = context.progress().phase(what, Amount.images(images))) {
      new MiningFlow(warehouse.tables(), info, paced, ModelTasks.USUAL, context.metrics())
          .mine(packs, standIn, "stand-in", HIDDEN, progress);
    } finally {
      spark.sparkContext().removeSparkListener(tasks);
    }
    double wall = (System.nanoTime() - start) / 1e9;
    long commits =
        new FileCommits(warehouse.tables())
            .last(Tables.EXPERIMENTS, MiningFlow.work(info))
            .number();
    return new Run(wall, tasks.millis.sum() / 1e3, tasks.count.sum(), commits);
  }

  /** Adds up the time of tasks. */
  private static final class TaskSeconds extends SparkListener {

    private final LongAdder millis = new LongAdder();
    private final LongAdder count = new LongAdder();

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
      millis.add(end.taskInfo().duration());
      count.increment();
    }
  }
}
