package org.tokenquarry.jobs.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
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

  private static final String LOCAL_DIRECTORIES = "spark.local.dir";
  private static final String HADOOP = "spark.hadoop.";

  private final Map<String, String> conf;
  private final Duration timeout;
  private final int tasksPerGpu;
  private final List<RunDirectory> local = new ArrayList<>();
  private volatile SparkSession session;
  private Configuration hadoop;
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
   * what is named {@code spark.hadoop.*}. Do not modify: it is made once, because reading these
   * files takes longer than reading a small table.
   */
  public synchronized Configuration hadoop() {
    if (hadoop == null) {
      hadoop = configuration();
    }
    return hadoop;
  }

  private Configuration configuration() {
    Configuration made = new Configuration();
    for (Tuple2<String, String> each : SessionConf.of(conf).getAllWithPrefix(HADOOP)) {
      made.set(each._1(), each._2());
    }
    return made;
  }

  private SparkSession start() {
    SparkConf all = SessionConf.of(conf);
    requireNoResourcesOfLocalMode(all);
    ExecutorShares.of(all, tasksPerGpu).ifPresent(shares -> share(shares, all));
    try {
      if (SessionConf.isLocal(all)) {
        prepareLocalDirectories(all);
      }
      SparkSession started = SparkSession.builder().config(all).getOrCreate();
      // A session that somebody else has started does not know it.
      started
          .conf()
          .set(
              SessionConf.VERIFY_PAGES.substring(HADOOP.length()),
              all.get(SessionConf.VERIFY_PAGES));
      if (!SessionConf.isLocal(all) && !timeout.isZero()) {
        watch = StarvedRun.watch(started.sparkContext(), timeout);
      }
      return started;
    } catch (Exception e) { // SparkException is checked, and Scala does not declare it.
      if (e.getClass().equals(FileSystemException.class)) {
        // None of its kinds: the reason is the system's own, such as a full disk, and no setting's.
        throw new UncheckedIOException((FileSystemException) e);
      }
      LOG.error("Spark does not start", e);
      throw SparkErrors.notStarted(all.get(SessionConf.MASTER), e);
    }
  }

  /**
   * Where the user chose directories for Spark's blocks and shuffles, this process has one of its
   * own in each, which the next one removes if this one is killed. Elsewhere one is made for a try,
   * because Spark ends the process where it can make none.
   */
  private void prepareLocalDirectories(SparkConf all) throws IOException {
    if (!all.contains(LOCAL_DIRECTORIES)) {
      Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
      Files.delete(Files.createTempDirectory(temporary, "tokenquarry-try"));
      return;
    }
    for (String each : all.get(LOCAL_DIRECTORIES).split(",", -1)) {
      Path parent = Files.createDirectories(Path.of(each.strip()));
      RunDirectory.removeDead(parent);
      local.add(RunDirectory.ofSpark(parent));
    }
    all.set(
        LOCAL_DIRECTORIES,
        local.stream().map(each -> each.path().toString()).collect(Collectors.joining(",")));
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

  /** Ends all jobs that run, if any do. May be called by any thread. */
  public void cancel() {
    SparkSession started = session;
    if (started != null && !started.sparkContext().isStopped()) {
      started.sparkContext().cancelAllJobs();
    }
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
    local.forEach(RunDirectory::remove);
    local.clear();
  }
}
