package org.tokenquarry.jobs.table;

import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;

/** Sends a value that every task needs to each executor once. */
public final class Shared {

  private Shared() {}

  /**
   * Broadcasts a value.
   *
   * @param value serializable; not modified afterwards
   */
  public static <T> Broadcast<T> with(SparkSession spark, T value) {
    return JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(value);
  }
}
