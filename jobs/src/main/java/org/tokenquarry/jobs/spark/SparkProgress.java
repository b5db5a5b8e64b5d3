package org.tokenquarry.jobs.spark;

import java.util.HashSet;
import java.util.Properties;
import java.util.Set;
import org.apache.spark.SparkContext;
import org.apache.spark.Success$;
import org.apache.spark.TaskEndReason;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import org.tokenquarry.jobs.progress.Progress;

/**
 * Progress of one Spark action, or several, in tasks done. Names the jobs of the calling thread, so
 * that Spark's own page reads like the pipeline.
 *
 * <pre>{@code
 * try (SparkProgress mining = SparkProgress.of(spark, progress, "mine", "Mining 200 images")) {
 *   rows.write()...
 * }
 * }</pre>
 */
public final class SparkProgress implements AutoCloseable {

  private static final String GROUP = "spark.jobGroup.id";

  private final SparkContext context;
  private final Listener listener;

  private SparkProgress(SparkContext context, Listener listener) {
    this.context = context;
    this.listener = listener;
  }

  /**
   * Begins.
   *
   * @param group short name of the job group, such as the verb
   * @param description what is done, as a short phrase
   * @return closed by the caller, in the same thread
   */
  public static SparkProgress of(
      SparkSession spark, Progress progress, String group, String description) {
    SparkContext context = spark.sparkContext();
    Listener listener = new Listener(group, progress.stage(description, 0));
    context.setJobGroup(group, description, false);
    context.addSparkListener(listener);
    return new SparkProgress(context, listener);
  }

  /** Ends; never throws for what Spark did. */
  @Override
  public void close() {
    context.removeSparkListener(listener);
    context.clearJobGroup();
    listener.stage.close();
  }

  /** Counts the tasks of one job group. Called by Spark's listener thread alone. */
  private static final class Listener extends SparkListener {

    private final String group;
    private final Progress.Stage stage;
    private final Set<Integer> stageIds = new HashSet<>();
    private long total;

    Listener(String group, Progress.Stage stage) {
      this.group = group;
      this.stage = stage;
    }

    // Not when the job starts: that would count the stages that Spark then skips.
    @Override
    public void onStageSubmitted(SparkListenerStageSubmitted submitted) {
      Properties properties = submitted.properties();
      if (properties != null && group.equals(properties.getProperty(GROUP))) {
        stageIds.add(submitted.stageInfo().stageId());
        total += submitted.stageInfo().numTasks();
        stage.total(total);
      }
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd task) {
      TaskEndReason reason = task.reason();
      if (reason == Success$.MODULE$ && stageIds.contains(task.stageId())) {
        stage.step(1);
      }
    }
  }
}
