package org.tokenquarry.jobs.spark;

import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.resource.ResourceProfileBuilder;
import org.apache.spark.resource.TaskResourceRequests;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * What Spark gives to a task that computes with the model, or on its device: a share of a GPU, and
 * the cores that go with it. The other tasks of a session, which read and write tables, need no GPU
 * and run on all cores. This is stage-level scheduling of Spark.
 *
 * <p>Spark can do it for tasks of RDDs only, so rows are mapped as an RDD.
 */
public final class ModelTasks {

  /** Like all other tasks. */
  public static final ModelTasks USUAL = new ModelTasks(Optional.empty());

  private final Optional<ResourceProfile> profile;

  private ModelTasks(Optional<ResourceProfile> profile) {
    this.profile = profile;
  }

  /**
   * The tasks of a session.
   *
   * @param conf of the session, which {@link LazySession} started with the same number
   * @param tasksPerGpu how many tasks with the model share a GPU; 0 if all tasks are alike
   */
  public static ModelTasks of(SparkConf conf, int tasksPerGpu) {
    return new ModelTasks(ExecutorShares.of(conf, tasksPerGpu).map(ModelTasks::profile));
  }

  private static ResourceProfile profile(ExecutorShares shares) {
    return new ResourceProfileBuilder()
        .require(
            new TaskResourceRequests()
                .cpus(shares.cpusOfModel())
                .resource("gpu", shares.gpusOfModel()))
        .build();
  }

  /** Says that the stage that computes an RDD consists of such tasks. */
  public <T> JavaRDD<T> sized(JavaRDD<T> rdd) {
    return profile.isPresent() ? rdd.withResources(profile.get()) : rdd;
  }

  /**
   * Maps rows in such tasks.
   *
   * @param work computes with the model
   * @param output columns of the rows that it gives
   */
  public Dataset<Row> map(
      Dataset<Row> rows, MapPartitionsFunction<Row, Row> work, StructType output) {
    return profile.isPresent()
        ? rows.sparkSession()
            .createDataFrame(sized(rows.javaRDD().mapPartitions(work::call)), output)
        : rows.mapPartitions(work, Encoders.row(output));
  }
}
