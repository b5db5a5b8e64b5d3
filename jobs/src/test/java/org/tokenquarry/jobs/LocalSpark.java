package org.tokenquarry.jobs;

import java.util.Arrays;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.tokenquarry.jobs.spark.ProductSpark;

/**
 * One local Spark for all tests of this JVM, with the settings of the product. It stays when a
 * command line ends, which would stop it: to start it takes longer than many a command line.
 */
public final class LocalSpark {

  private static StayingSpark shared;

  private LocalSpark() {}

  /** The session of this thread. The first call starts Spark. */
  public static synchronized SparkSession session() {
    start();
    return SparkSession.builder().getOrCreate();
  }

  /**
   * Prepares Spark for a command line of this thread: it gets a session of its own, or a Spark of
   * its own if it chooses Spark's settings.
   */
  static synchronized void lend(String... commandLine) {
    if (Arrays.stream(commandLine)
        .anyMatch(word -> word.startsWith("spark.") || word.equals("--conf"))) {
      stop();
    } else {
      start();
      if (shared != null) {
        StayingSpark.separate();
      }
    }
  }

  /**
   * Stops the Spark that runs in this JVM, whoever has started it. A JVM has at most one, so who
   * needs other settings would get the old ones.
   */
  public static synchronized void stop() {
    if (shared != null) {
      shared.close();
      shared = null;
    } else if (runs()) {
      SparkSession.getDefaultSession().get().stop();
    }
  }

  static SparkConf conf() {
    return ProductSpark.conf(
        Map.of(
            "spark.master", "local[2]",
            "spark.sql.shuffle.partitions", "2",
            // What it remembers of its jobs would grow with the number of tests.
            "spark.ui.retainedJobs", "20",
            "spark.ui.retainedStages", "20",
            "spark.ui.retainedTasks", "200",
            "spark.sql.ui.retainedExecutions", "20"));
  }

  private static void start() {
    if (!runs()) {
      shared = StayingSpark.start(conf());
    }
  }

  private static boolean runs() {
    return SparkSession.getDefaultSession().isDefined()
        && !SparkSession.getDefaultSession().get().sparkContext().isStopped();
  }
}
