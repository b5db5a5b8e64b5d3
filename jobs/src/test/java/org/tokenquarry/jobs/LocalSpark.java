package org.tokenquarry.jobs;

import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** One local session for all tests of this module. */
public final class LocalSpark {

  private LocalSpark() {}

  /** The session. The first call starts it. */
  public static SparkSession session() {
    return SparkSession.builder().config(conf()).getOrCreate();
  }

  static SparkConf conf() {
    return new SparkConf()
        .setMaster("local[2]")
        .setAppName("tests")
        .set("spark.ui.enabled", "false")
        .set("spark.sql.shuffle.partitions", "2")
        .set("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
        .set("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
        .set("spark.databricks.delta.snapshotPartitions", "1")
        .set("spark.sql.warehouse.dir", "target/spark-warehouse");
  }
}
