package org.tokenquarry.jobs.spark;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tokenquarry.error.UserException;
import scala.Tuple2;

/**
 * A Spark session that starts when it is first asked for, which takes seconds, and stops on {@link
 * #close}. Local unless a master was given.
 */
public final class LazySession implements Supplier<SparkSession>, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LazySession.class);

  private static final String HADOOP = "spark.hadoop.";

  private final Map<String, String> conf;
  private final Duration timeout;
  private final int tasksPerGpu;
  private SparkSession session;
  private StarvedRun watch;

  /** Prepares a session in which all tasks are alike. */
  public LazySession(Map<String, String> conf, Duration timeout) {
    this(conf, timeout, 0);
  }

  /**
   * Prepares a session.
   *
   * @param conf Spark's settings, full keys; they win over all defaults
   * @param timeout how long the first task may wait for a cluster to start it; zero for ever
   * @param tasksPerGpu how many tasks with the model share a GPU, see {@link ModelTasks}; 0 if all
   *     tasks are alike
   */
  public LazySession(Map<String, String> conf, Duration timeout, int tasksPerGpu) {
    this.conf = Map.copyOf(conf);
    this.timeout = timeout;
    this.tasksPerGpu = tasksPerGpu;
  }

  /**
   * The session.
   *
   * @throws UserException if Spark does not start with these settings
   */
  @Override
  public synchronized SparkSession get() {
    if (session == null) {
      session = start();
    }
    return session;
  }

  /**
   * Hadoop's settings as the session has them, without starting it: files on the class path, and
   * what is named {@code spark.hadoop.*}.
   */
  public Configuration hadoop() {
    Configuration hadoop = new Configuration();
    Stream.concat(handedOver(), conf.entrySet().stream())
        .filter(each -> each.getKey().startsWith(HADOOP))
        .forEach(each -> hadoop.set(each.getKey().substring(HADOOP.length()), each.getValue()));
    return hadoop;
  }

  /** What {@code spark-submit} gave, as system properties. */
  private static Stream<Map.Entry<String, String>> handedOver() {
    Properties properties = System.getProperties();
    return properties.stringPropertyNames().stream()
        .map(name -> Map.entry(name, properties.getProperty(name)));
  }

  private SparkSession start() {
    SparkConf all = SessionConf.of(conf);
    requireNoResourcesOfLocalMode(all);
    ExecutorShares.of(all, tasksPerGpu).ifPresent(shares -> share(shares, all));
    try {
      SparkSession started = SparkSession.builder().config(all).getOrCreate();
      if (!SessionConf.isLocal(all) && !timeout.isZero()) {
        watch = StarvedRun.watch(started.sparkContext(), timeout);
      }
      return started;
    } catch (Exception e) { // SparkException is checked, and Scala does not declare it.
      LOG.error("Spark does not start", e);
      throw SparkErrors.notStarted(all.get(SessionConf.MASTER), e);
    }
  }

  private static void share(ExecutorShares shares, SparkConf all) {
    shares.require(all);
    shares.gpusOfOthers().ifPresent(amount -> all.set(ExecutorShares.TASK_GPUS, amount));
  }

  /** In local mode Spark waits for ever for resources that it never has. */
  private static void requireNoResourcesOfLocalMode(SparkConf all) {
    if (!SessionConf.isLocal(all)) {
      return;
    }
    for (Tuple2<String, String> each : all.getAll()) {
      if (each._1().matches("spark\\.task\\.resource\\..*\\.amount")) {
        throw SparkErrors.noResourcesInLocalMode(each._1(), each._2(), all.get(SessionConf.MASTER));
      }
    }
  }

  /** Why the work was ended for want of resources; nothing where it was not. */
  public Optional<UserException> starved() {
    return watch == null ? Optional.empty() : watch.starved();
  }

  /** Stops Spark where it was started. */
  @Override
  public synchronized void close() {
    if (watch != null) {
      watch.close();
    }
    if (session != null) {
      session.stop();
      session = null;
    }
  }
}
