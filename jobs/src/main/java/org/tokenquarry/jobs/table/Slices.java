package org.tokenquarry.jobs.table;

import java.io.Serializable;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Large values of this process as rows that tasks write.
 *
 * <p>A plan that holds its rows travels inside its task, and a task may not exceed {@code
 * spark.rpc.message.maxSize} (128 MB). So each task gets a slice of the values, and the plan has
 * none of them. Slices are made when their tasks start: beside the values themselves there are as
 * many in memory as tasks run.
 */
final class Slices {

  /** The size of a slice: far below the largest message, and still a file of a good size. */
  private static final long BYTES = 16L << 20;

  private Slices() {}

  /** Makes a row of a value, in a task. */
  interface ToRow<T> extends Function<T, Row>, Serializable {}

  /**
   * Rows in the order of their values. Each slice becomes a file.
   *
   * @param values serializable, at least one
   * @param each about how many bytes a value has
   */
  static <T> Dataset<Row> rows(
      SparkSession spark, StructType schema, List<T> values, long each, ToRow<T> toRow) {
    long perSlice = Math.max(1, BYTES / each);
    int slices = (int) ((values.size() + perSlice - 1) / perSlice);
    return spark.createDataFrame(
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(values, slices)
            .map(toRow::apply),
        schema);
  }
}
