package org.tokenquarry.jobs.spark;

import java.util.Collection;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.scheduler.TaskInfo;
import org.apache.spark.sql.Row;
import org.apache.spark.util.LongAccumulator;
import org.tokenquarry.jobs.progress.Amount;
import org.tokenquarry.jobs.progress.Progress;
import org.tokenquarry.task.CountingFunction;
import scala.collection.Seq;

/**
 * A phase whose units are counted where they are done: in executors, by an accumulator. Its value
 * comes with the heartbeats of running tasks and with the end of each.
 *
 * <p>The work is wrapped part by part. The count that is shown never falls and never exceeds the
 * parts that have begun. When a part is {@link #done}, all of it is counted, even if updates were
 * lost.
 */
public final class CountedPhase implements AutoCloseable {

  private final SparkContext context;
  private final Progress.Phase phase;
  private final Amount amount;
  private final SparkListener listener = new Listener();
  private TaskCounts counts = new TaskCounts();
  private long accumulator = -1;
  private long before;
  private long part;
  private long shown;

  CountedPhase(SparkContext context, Progress.Phase phase, Amount amount) {
    this.context = context;
    this.phase = phase;
    this.amount = amount;
    context.addSparkListener(listener);
  }

  /**
   * Begins a part: wraps work that gives one row for every row.
   *
   * @param size units in the part
   */
  public MapPartitionsFunction<Row, Row> results(MapPartitionsFunction<Row, Row> work, long size) {
    return CountingFunction.results(work, begin(size));
  }

  /**
   * Begins a part: wraps work that takes a row when it has ended the one before.
   *
   * @param units how many a row holds
   * @param size units in the part
   */
  public MapPartitionsFunction<Row, Row> inputs(
      MapPartitionsFunction<Row, Row> work, CountingFunction.Size units, long size) {
    return CountingFunction.inputs(work, units, begin(size));
  }

  /** A late word of the part before is about an accumulator that nobody listens to any more. */
  private synchronized CountingFunction.Counter begin(long size) {
    LongAccumulator counted = context.longAccumulator(amount.unit());
    accumulator = counted.id();
    counts = new TaskCounts();
    part = Math.min(size, amount.count() - before);
    return counted::add;
  }

  /** Ends the part, all of which is done. */
  public synchronized void done() {
    before += part;
    part = 0;
    show(before);
  }

  private void show(long units) {
    if (units > shown) {
      phase.step(units - shown);
      shown = units;
    }
  }

  /** Ends the phase; never throws. */
  @Override
  public void close() {
    context.removeSparkListener(listener);
    phase.close();
  }

  private synchronized void started(TaskInfo task, int stageId) {
    counts.started(task.taskId(), stageId, task.partitionId());
  }

  private synchronized void did(long taskId, Seq<AccumulableInfo> values) {
    Collection<AccumulableInfo> all = ScalaCollections.java(values);
    for (AccumulableInfo value : all) {
      if (value.id() == accumulator && value.update().isDefined()) {
        counts.did(taskId, (Long) value.update().get());
      }
    }
    show(before + Math.min(part, counts.sum()));
  }

  private synchronized void ended(long taskId) {
    counts.ended(taskId);
  }

  /** Called by Spark's listener thread alone. */
  private final class Listener extends SparkListener {

    @Override
    public void onTaskStart(SparkListenerTaskStart start) {
      started(start.taskInfo(), start.stageId());
    }

    @Override
    public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
      ScalaCollections.java(update.accumUpdates())
          .forEach(task -> did((Long) task._1(), task._4()));
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
      TaskInfo task = end.taskInfo();
      did(task.taskId(), task.accumulables());
      ended(task.taskId());
    }
  }
}
