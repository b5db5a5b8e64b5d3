package org.tokenquarry.jobs.spark;

import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.tokenquarry.jobs.progress.Amount;
import org.tokenquarry.jobs.progress.Progress;

/**
 * Progress of a verb that works in Spark: phases that follow one another, of which one at most is
 * shown. Names the jobs of the calling thread, so that Spark's own page reads like the pipeline.
 *
 * <pre>{@code
 * try (SparkProgress progress = new SparkProgress(spark, shown, "mine")) {
 *   progress.uncounted("Reading tables");
 *   CountedPhase mining = progress.counted("Mining", Amount.images(200));
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

  /**
   * Begins nothing yet.
   *
   * @param group short name of the job group, such as the verb
   */
  public SparkProgress(SparkSession spark, Progress progress, String group) {
    this.context = spark.sparkContext();
    this.progress = progress;
    this.group = group;
  }

  /** Ends the phase before and begins one whose end cannot be foreseen. */
  public void uncounted(String name) {
    stepped(name, Amount.UNCOUNTED);
  }

  /**
   * Ends the phase before and begins one that executors count.
   *
   * @param amount what they are to do
   */
  public CountedPhase counted(String name, Amount amount) {
    begin(name);
    CountedPhase counted = new CountedPhase(context, progress.phase(name, amount), amount);
    end = counted::close;
    return counted;
  }

  /**
   * Ends the phase before and begins one that this process counts.
   *
   * @param amount what it is to do
   * @return to be stepped, and not to be closed
   */
  public Progress.Phase stepped(String name, Amount amount) {
    begin(name);
    Progress.Phase stepped = progress.phase(name, amount);
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
