package org.tokenquarry.jobs.spark;

import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.tokenquarry.jobs.progress.Amount;
import org.tokenquarry.jobs.progress.Progress;

/**
 * Progress of a verb that works in Spark: stages that follow one another, of which one at most is
 * shown. Names the jobs of the calling thread, so that Spark's own page reads like the pipeline.
 *
 * <pre>{@code
 * try (SparkProgress progress = SparkProgress.of(spark, shown, "mine", "Reading tables")) {
 *   CountedStage mining = progress.counted("Mining", Amount.images(200));
 *   rows.mapPartitions(mining.results(work, 200), encoder)...
 *   mining.done();
 *   progress.uncounted("Writing tables");
 * }
 * }</pre>
 */
public final class SparkProgress implements AutoCloseable {

  private final SparkContext context;
  private final Progress progress;
  private final String group;
  private Runnable end = () -> {};

  private SparkProgress(SparkContext context, Progress progress, String group) {
    this.context = context;
    this.progress = progress;
    this.group = group;
  }

  /**
   * Begins with a stage that is not counted.
   *
   * @param group short name of the job group, such as the verb
   * @param name what is done first, as a short phrase
   * @return closed by the caller, in the same thread
   */
  public static SparkProgress of(SparkSession spark, Progress progress, String group, String name) {
    SparkProgress begun = new SparkProgress(spark.sparkContext(), progress, group);
    begun.uncounted(name);
    return begun;
  }

  /** Ends the stage before and begins one whose end cannot be foreseen. */
  public void uncounted(String name) {
    stepped(name, Amount.UNCOUNTED);
  }

  /**
   * Ends the stage before and begins one that executors count.
   *
   * @param amount what they are to do
   */
  public CountedStage counted(String name, Amount amount) {
    begin(name);
    CountedStage counted = new CountedStage(context, progress.stage(name, amount), amount);
    end = counted::close;
    return counted;
  }

  /**
   * Ends the stage before and begins one that this process counts.
   *
   * @param amount what it is to do
   * @return to be stepped, and not to be closed
   */
  public Progress.Stage stepped(String name, Amount amount) {
    begin(name);
    Progress.Stage stepped = progress.stage(name, amount);
    end = stepped::close;
    return stepped;
  }

  private void begin(String name) {
    end.run();
    context.setJobGroup(group, name, false);
  }

  /** Ends; never throws for what Spark did. */
  @Override
  public void close() {
    context.clearJobGroup();
    end.run();
  }
}
