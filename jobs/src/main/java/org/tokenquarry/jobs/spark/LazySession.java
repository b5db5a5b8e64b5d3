package org.tokenquarry.jobs.spark;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;

/**
 * A Spark session that starts when it is first asked for, which takes seconds, and stops on {@link
 * #close}. Local unless a master was given.
 */
public final class LazySession implements Supplier<SparkSession>, AutoCloseable {

  private final Map<String, String> conf;
  private SparkSession session;

  /**
   * Prepares a session.
   *
   * @param conf Spark's settings, full keys; they win over all defaults
   */
  public LazySession(Map<String, String> conf) {
    this.conf = Map.copyOf(conf);
  }

  @Override
  public synchronized SparkSession get() {
    if (session == null) {
      session = SparkSession.builder().config(SessionConf.of(conf)).getOrCreate();
    }
    return session;
  }

  /** Stops Spark where it was started. */
  @Override
  public synchronized void close() {
    if (session != null) {
      session.stop();
      session = null;
    }
  }
}
