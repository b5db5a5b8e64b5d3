package org.tokenquarry.jobs.mine;

import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;
import org.tokenquarry.jobs.config.MineSettings;
import org.tokenquarry.jobs.progress.Progress;
import org.tokenquarry.jobs.spark.ModelTasks;
import org.tokenquarry.jobs.spark.RunMetrics;
import org.tokenquarry.jobs.spark.UnitFlow;
import org.tokenquarry.jobs.table.FileCommits;
import org.tokenquarry.jobs.table.ModelBinding;
import org.tokenquarry.jobs.table.RunInfo;
import org.tokenquarry.jobs.table.Tables;
import org.tokenquarry.jobs.table.Warehouse;
import org.tokenquarry.pack.PackSlice;
import org.tokenquarry.task.ExamineSlice;
import org.tokenquarry.task.ExaminedSlice;

/**
 * The flow of mining: units of images through executors, and their results into the tables while
 * other units run. What examines the images is given, so a benchmark can put a stand-in in its
 * place.
 */
public final class MiningFlow {

  private final Warehouse warehouse;
  private final RunInfo run;
  private final MineSettings settings;
  private final ModelTasks tasks;
  private final RunMetrics metrics;

  /**
   * Prepares a flow.
   *
   * @param run names model and settings
   * @param tasks what Spark gives to a task
   * @param metrics show what is committed
   */
  public MiningFlow(
      Warehouse warehouse,
      RunInfo run,
      MineSettings settings,
      ModelTasks tasks,
      RunMetrics metrics) {
    this.warehouse = warehouse;
    this.run = run;
    this.settings = settings;
    this.tasks = tasks;
    this.metrics = metrics;
  }

  /** Names the mining with one model and settings, in the numbers of its commits. */
  public static String work(RunInfo run) {
    return "mine/" + run.modelDigest() + "/" + run.settingsDigest();
  }

  /** How many images had which outcome. */
  public record Outcome(long examined, long refused) {}

  /**
   * Mines images.
   *
   * @param images slices of packs
   * @param examine gives a row of {@link org.tokenquarry.task.ExamineImages#OUTPUT} for each image
   * @param model name of the model, for messages
   * @param hidden width of an embedding
   * @param progress is told how many images are done
   * @throws org.tokenquarry.error.UserException if another run has bound the warehouse to another
   *     model
   * @throws org.tokenquarry.jobs.table.ConcurrentRunException if another run mines with the same
   *     model and settings
   */
  public Outcome mine(
      List<PackSlice> images,
      MapPartitionsFunction<Row, Row> examine,
      String model,
      int hidden,
      Progress.Phase progress) {
    SparkContext spark = warehouse.spark().sparkContext();
    Results results =
        new Results(
            new FileCommits(warehouse),
            run,
            new ModelBinding(warehouse, run.modelDigest(), model),
            hidden,
            progress,
            metrics,
            settings.giveUpAfter());
    ExamineSlice work =
        new ExamineSlice(
            examine,
            new SerializableConfiguration(warehouse.spark().sessionState().newHadoopConf()),
            warehouse.path(Tables.EXPERIMENTS),
            run.modelDigest());
    new UnitFlow<PackSlice, ExaminedSlice>(
            spark,
            tasks,
            work::on,
            new UnitFlow.Pace<>(
                settings.commitEvery(), settings.imagesPerCommit(), ExaminedSlice::images))
        .run(
            new UnitPlan(spark.defaultParallelism(), settings.imagesPerTask()).of(images),
            results::commit);
    return new Outcome(results.examined(), results.refused());
  }
}
