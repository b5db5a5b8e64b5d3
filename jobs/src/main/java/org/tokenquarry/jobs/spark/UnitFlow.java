package org.tokenquarry.jobs.spark;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.apache.spark.SimpleFutureAction;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import scala.runtime.AbstractFunction0;
import scala.runtime.AbstractFunction1;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;
import scala.util.Try;

/**
 * Runs units of work, as tasks of Spark jobs, and hands results over while others still run. So no
 * unit waits for another one, and no slot is idle while a unit is left.
 *
 * <p>Spark keeps one or two kilobytes for each task that has ended, as long as its job lasts. So
 * many units are divided into several jobs. When one ends, the next has begun already.
 *
 * <p>Units start in their order. If a unit runs several times, after a failure or by speculation,
 * one result is handed over, exactly once. Only results that were not handed over yet are kept.
 *
 * @param <U> a unit
 * @param <R> what comes of it: small, because it travels to the driver
 */
public final class UnitFlow<U extends Serializable, R extends Serializable> {

  private static final String POOL = "spark.scheduler.pool";
  private static final Duration LOOK = Duration.ofMillis(200);

  /** When all results are there, the last job ends within moments, and somebody waits for it. */
  private static final Duration LAST_LOOK = Duration.ofMillis(2);

  private static final int UNITS_OF_A_JOB = 10_000;

  /** Slots that the last units of a job leave idle work for the next job. */
  private static final int JOBS_AT_ONCE = 2;

  private final SparkContext context;
  private final ModelTasks tasks;
  private final Work<U, R> work;
  private final Pace<R> pace;
  private final int unitsOfAJob;

  /** The work on one unit, in an executor. */
  @FunctionalInterface
  public interface Work<U, R> extends Serializable {
    /** Does the work; called once for each attempt. */
    R on(U unit) throws Exception;
  }

  /** Receives results, in the thread that runs the flow. */
  @FunctionalInterface
  public interface Sink<R> {
    /**
     * Takes what has finished since the last call.
     *
     * @param finished at least one result, in the order in which they finished
     */
    void take(List<R> finished);
  }

  /**
   * When results are handed over.
   *
   * @param after at the latest so long after the first of them finished
   * @param most as soon as their sizes add up to this
   * @param size of a result, at least 0
   */
  public record Pace<R>(Duration after, long most, ToLongFunction<R> size) {

    private boolean due(List<R> waiting, long first) {
      return System.nanoTime() - first >= after.toNanos()
          || waiting.stream().mapToLong(size).sum() >= most;
    }
  }

  /**
   * Prepares a flow.
   *
   * @param tasks what Spark gives to the task of a unit
   */
  public UnitFlow(SparkContext context, ModelTasks tasks, Work<U, R> work, Pace<R> pace) {
    this(context, tasks, work, pace, UNITS_OF_A_JOB);
  }

  UnitFlow(SparkContext context, ModelTasks tasks, Work<U, R> work, Pace<R> pace, int unitsOfAJob) {
    this.context = context;
    this.tasks = tasks;
    this.work = work;
    this.pace = pace;
    this.unitsOfAJob = unitsOfAJob;
  }

  /**
   * Runs all units. When a unit fails for good, what has finished is handed over before the failure
   * is thrown.
   *
   * @param units in the order in which they start
   */
  public void run(List<U> units, Sink<R> sink) {
    if (units.isEmpty()) {
      return;
    }
    BlockingQueue<R> finished = new LinkedBlockingQueue<>();
    Jobs jobs = new Jobs(units, finished);
    try {
      hand(jobs, finished, sink);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the run was interrupted", e);
    } finally {
      jobs.cancel();
    }
  }

  private SimpleFutureAction<BoxedUnit> submit(List<U> units, BlockingQueue<R> finished) {
    // Short jobs of commits are in another pool, so they do not wait for all units.
    context.setLocalProperty(POOL, "units");
    try {
      RDD<U> rdd =
          tasks
              .sized(JavaSparkContext.fromSparkContext(context).parallelize(units, units.size()))
              .rdd();
      return context.submitJob(
          rdd, new Task<>(work), partitions(units.size()), new Hand<>(finished), new Nothing());
    } finally {
      context.setLocalProperty(POOL, null);
    }
  }

  private static scala.collection.immutable.List<Object> partitions(int count) {
    List<Object> numbers = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      numbers.add(i);
    }
    return ScalaCollections.scala(numbers);
  }

  private void hand(Jobs jobs, BlockingQueue<R> finished, Sink<R> sink)
      throws InterruptedException {
    List<R> waiting = new ArrayList<>();
    long first = 0;
    int arrived = 0;
    boolean ended = false;
    while (!ended) {
      ended = !jobs.goOn();
      Duration look = arrived < jobs.units() ? LOOK : LAST_LOOK;
      R next = finished.poll(look.toMillis(), TimeUnit.MILLISECONDS);
      if (next != null) {
        first = waiting.isEmpty() ? System.nanoTime() : first;
        waiting.add(next);
        arrived += 1 + finished.drainTo(waiting);
      }
      if (!waiting.isEmpty() && (ended || pace.due(waiting, first))) {
        sink.take(List.copyOf(waiting));
        waiting.clear();
      }
      ended = ended && finished.isEmpty();
    }
    jobs.requireSuccess();
  }

  /** The jobs of one flow, in the order of the units. */
  private final class Jobs {

    private final List<U> units;
    private final BlockingQueue<R> finished;
    private final List<SimpleFutureAction<BoxedUnit>> running = new ArrayList<>();
    private int submitted;
    private Try<BoxedUnit> failure;

    Jobs(List<U> units, BlockingQueue<R> finished) {
      this.units = units;
      this.finished = finished;
    }

    /** Submits what is due, and says whether anything runs. Nothing does after a failure. */
    boolean goOn() {
      for (SimpleFutureAction<BoxedUnit> job : List.copyOf(running)) {
        if (job.isCompleted()) {
          running.remove(job);
          Try<BoxedUnit> outcome = job.value().get();
          failure = outcome.isFailure() ? outcome : failure;
        }
      }
      while (failure == null && running.size() < JOBS_AT_ONCE && submitted < units.size()) {
        int end = Math.min(units.size(), submitted + unitsOfAJob);
        running.add(submit(units.subList(submitted, end), finished));
        submitted = end;
      }
      return failure == null && !running.isEmpty();
    }

    int units() {
      return units.size();
    }

    void requireSuccess() {
      if (failure != null) {
        failure.get();
      }
    }

    void cancel() {
      running.forEach(SimpleFutureAction::cancel);
    }
  }

  /** The task of one unit. */
  private static final class Task<U, R> extends AbstractFunction1<scala.collection.Iterator<U>, R>
      implements Serializable {

    private static final long serialVersionUID = 1L;

    private final Work<U, R> work;

    Task(Work<U, R> work) {
      this.work = work;
    }

    @Override
    public R apply(scala.collection.Iterator<U> units) {
      try {
        Iterator<U> one = ScalaCollections.java(units);
        return work.on(one.next());
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Takes a result from Spark's scheduler, which must not wait. */
  private static final class Hand<R> extends AbstractFunction2<Object, R, BoxedUnit> {

    private final BlockingQueue<R> finished;

    Hand(BlockingQueue<R> finished) {
      this.finished = finished;
    }

    @Override
    public BoxedUnit apply(Object partition, R result) {
      finished.add(result);
      return BoxedUnit.UNIT;
    }
  }

  private static final class Nothing extends AbstractFunction0<BoxedUnit> {
    @Override
    public BoxedUnit apply() {
      return BoxedUnit.UNIT;
    }
  }
}
