package org.tokenquarry.jobs.spark;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.tokenquarry.error.UserException;
import scala.Tuple2;

/**
 * Ends a run that gets no executors. Spark itself waits for ever if no machine has the resources.
 *
 * <p>Watches only the first job: once a task has started, the resources exist, and a later wait is
 * for a busy cluster.
 */
final class StarvedRun extends SparkListener implements AutoCloseable {

  private static final long UNKNOWN = -1;
  private static final long PERIOD_MILLIS = 1000;

  private final SparkContext context;
  private final Duration timeout;
  private final Timer clock = new Timer("tokenquarry-starved-run", true);

  private volatile long firstJob = UNKNOWN;
  private volatile boolean fed;
  private volatile UserException starved;

  private StarvedRun(SparkContext context, Duration timeout) {
    this.context = context;
    this.timeout = timeout;
  }

  /**
   * Watches a session from its start.
   *
   * @param timeout how long the first task may take to start
   * @return closed by the caller
   */
  static StarvedRun watch(SparkContext context, Duration timeout) {
    StarvedRun watch = new StarvedRun(context, timeout);
    context.addSparkListener(watch);
    watch.clock.schedule(
        new TimerTask() {
          @Override
          public void run() {
            watch.look();
          }
        },
        PERIOD_MILLIS,
        PERIOD_MILLIS);
    return watch;
  }

  @Override
  public void onJobStart(SparkListenerJobStart job) {
    if (firstJob == UNKNOWN) {
      firstJob = System.nanoTime();
    }
  }

  @Override
  public void onTaskStart(SparkListenerTaskStart task) {
    fed = true;
  }

  /** Why the run was ended; nothing where it was not. */
  Optional<UserException> starved() {
    return Optional.ofNullable(starved);
  }

  /** Cancels repeatedly, because the clean-up after a cancelled job may start further jobs. */
  private void look() {
    if (fed) {
      clock.cancel();
    } else if (firstJob != UNKNOWN && System.nanoTime() - firstJob > timeout.toNanos()) {
      if (starved == null) {
        starved = refusal();
      }
      context.cancelAllJobs();
    }
  }

  private UserException refusal() {
    // The driver counts as one.
    int executors = context.statusTracker().getExecutorInfos().length - 1;
    SparkConf conf = context.getConf();
    return SparkErrors.starved(timeout, conf.get(SessionConf.MASTER), executors, asked(conf));
  }

  private static String asked(SparkConf conf) {
    String asked =
        Arrays.stream(conf.getAll())
            .filter(each -> each._1().matches(SessionConf.RESOURCES))
            .map(Tuple2::toString)
            .map(pair -> pair.substring(1, pair.length() - 1).replace(",", " = "))
            .sorted()
            .collect(Collectors.joining(", "));
    return asked.isEmpty() ? "executors as Spark makes them by default" : asked;
  }

  @Override
  public void close() {
    clock.cancel();
    context.removeSparkListener(this);
  }
}
