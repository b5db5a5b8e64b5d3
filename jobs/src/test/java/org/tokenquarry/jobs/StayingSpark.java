package org.tokenquarry.jobs;

import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * A Spark context that stays when a command line ends, which would stop it. So several command
 * lines can run at once in this process, each in a session of its own, and none waits for Spark.
 */
public final class StayingSpark extends SparkContext implements AutoCloseable {

  private StayingSpark(SparkConf conf) {
    super(conf);
  }

  /** Starts it. None may run. */
  static StayingSpark start(SparkConf conf) {
    StayingSpark started = new StayingSpark(conf);
    SparkSession.builder().getOrCreate();
    return started;
  }

  /** Starts one for faults, in place of the one of other tests. */
  public static StayingSpark forFaults() {
    LocalSpark.stop();
    return start(
        LocalSpark.conf()
            // Runs of one process would wait for each other, those of several do not.
            .set("spark.databricks.delta.commitLock.enabled", "false")
            .set("spark.delta.logStore.faulty.impl", UnlockedLogStore.class.getName()));
  }

  /** From now on the command lines of this thread have a session of their own. */
  public static void separate() {
    SparkSession.setActiveSession(SparkSession.getDefaultSession().get().newSession());
  }

  @Override
  public void stop() {
    // It stays.
  }

  @Override
  public void stop(int exitCode) {
    // It stays.
  }

  /** Stops it. */
  @Override
  public void close() {
    super.stop(0);
  }
}
