package org.tokenquarry.jobs.spark;

import org.apache.spark.SparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.DoubleAccumulator;
import org.apache.spark.util.LongAccumulator;
import org.tokenquarry.task.MeteredFunction;
import org.tokenquarry.task.TaskModel;

/**
 * The work that the tasks of a verb have the model do. Accumulators add it up. A task that was lost
 * and run again counts each time that it ended.
 */
public final class ModelWork {

  private static final double GIGA = 1e9;

  private final LongAccumulator nanoseconds;

  /** Not a sum of single operations: ten million images of a large model exceed a long. */
  private final DoubleAccumulator gflop;

  /**
   * No work yet.
   *
   * @param metrics show it while it grows
   */
  public ModelWork(SparkSession spark, RunMetrics metrics) {
    SparkContext context = spark.sparkContext();
    this.nanoseconds = context.longAccumulator("nanoseconds in the model");
    this.gflop = context.doubleAccumulator("GFLOP of the model");
    metrics.follow(this);
  }

  /**
   * Counts what a function has the model do.
   *
   * @param model that the function opens
   */
  public MapPartitionsFunction<Row, Row> of(TaskModel model, MapPartitionsFunction<Row, Row> work) {
    LongAccumulator time = nanoseconds;
    DoubleAccumulator operations = gflop;
    return new MeteredFunction(
        model,
        work,
        done -> {
          time.add(done.nanoseconds());
          operations.add(done.flops() / GIGA);
        });
  }

  /** Seconds in native calls, summed over tasks. */
  public double seconds() {
    return nanoseconds.value() / GIGA;
  }

  /**
   * Operations in 10^9, as {@link org.tokenquarry.model.DecoderShape} counts them; 0 where the
   * bundle does not state its sizes.
   */
  public double gflop() {
    return gflop.value();
  }
}
