package org.tokenquarry.jobs.doctor;

import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.tokenquarry.jobs.job.JobContext;

/** Spark starts, runs a task, and has Delta's extension. */
final class SparkCheck implements Check {

  private static final String EXTENSIONS = "spark.sql.extensions";

  @Override
  public String name() {
    return "spark";
  }

  @Override
  public Finding look(JobContext context) {
    SparkSession spark = context.spark();
    SparkConf conf = spark.sparkContext().getConf();
    int slots = spark.sparkContext().defaultParallelism();
    spark.range(0, slots, 1, slots).count();
    if (!conf.get(EXTENSIONS, "").contains("DeltaSparkSessionExtension")) {
      return Finding.fails(
          "delta-missing",
          "Spark's setting " + EXTENSIONS + " has no Delta: " + conf.get(EXTENSIONS, "") + ".",
          "Let TokenQuarry start Spark, or add io.delta.sql.DeltaSparkSessionExtension.");
    }
    return Finding.ok(
        "Spark %s ran tasks on %s, %d at once."
            .formatted(spark.version(), conf.get("spark.master"), slots));
  }
}
