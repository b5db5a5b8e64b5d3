package org.tokenquarry.jobs.spark;

import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tokenquarry.error.UserException;

/**
 * A Spark session that starts when it is first asked for, which takes seconds, and stops on {@link
 * #close}. Local unless a master was given.
 */
public final class LazySession implements Supplier<SparkSession>, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LazySession.class);

  private static final String HADOOP = "spark.hadoop.";

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
    try {
      return SparkSession.builder().config(all).getOrCreate();
    } catch (Exception e) { // SparkException is checked, and Scala does not declare it.
      LOG.error("Spark does not start", e);
      throw new UserException(
          "spark-not-started",
          String.format(
              "Spark does not start on the master %s (%s).",
              all.get("spark.master"), e.getMessage()),
          "Mend spark.master and the other settings whose names begin with spark.");
    }
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
