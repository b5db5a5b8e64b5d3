package org.tokenquarry.jobs.spark;

import java.util.Map;
import org.apache.spark.SparkConf;

/** Spark's settings as a command line has them. */
public final class ProductSpark {

  private ProductSpark() {}

  /**
   * The settings.
   *
   * @param chosen by the user, full keys
   */
  public static SparkConf conf(Map<String, String> chosen) {
    return SessionConf.of(chosen);
  }
}
