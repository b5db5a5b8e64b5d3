package org.tokenquarry.jobs.mine;

import static org.apache.spark.sql.functions.broadcast;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.tokenquarry.task.RowSchema;
import scala.Tuple2;

/**
 * Gives images to Spark tasks in turn, so that the tasks differ by at most one image. If images
 * were distributed by the hashes of their ids, some tasks of a cluster would get twice the work of
 * others, and every commit would wait for them.
 *
 * <p>The key of an image is the number of its task, and Spark's {@link HashPartitioner} puts the
 * key {@code k} into partition {@code k}. {@link Dataset#repartition} hashes its keys in another
 * way, therefore this is done with an RDD.
 */
final class EvenTasks {

  private static final String ID = "image_id";
  private static final String TASK = "task";
  private static final String CONTENT = "content";

  private record Turn(String imageId, int task) {}

  private static final RowSchema<Turn> TURNS =
      RowSchema.<Turn>empty()
          .required(ID, DataTypes.StringType, Turn::imageId)
          .required(TASK, DataTypes.IntegerType, Turn::task);

  /** Image id and content. A tuple, because every serializer of Spark can write it. */
  static final RowSchema<Tuple2<String, byte[]>> IMAGES =
      RowSchema.<Tuple2<String, byte[]>>empty()
          .required(ID, DataTypes.StringType, Tuple2::_1)
          .required(CONTENT, DataTypes.BinaryType, Tuple2::_2);

  private EvenTasks() {}

  /**
   * Deals images to tasks. Their bytes are shuffled once.
   *
   * @param images with the columns of {@link #IMAGES}; other columns are left out
   * @param ids which of the images, in the order in which they are dealt
   * @param tasks at least 1
   * @return rows of {@link #IMAGES} in {@code tasks} partitions
   */
  static Dataset<Row> deal(Dataset<Row> images, List<String> ids, int tasks) {
    SparkSession spark = images.sparkSession();
    List<Row> turns =
        IntStream.range(0, ids.size())
            .mapToObj(i -> TURNS.row(new Turn(ids.get(i), i % tasks)))
            .toList();
    JavaRDD<Row> dealt =
        images
            .join(broadcast(spark.createDataFrame(turns, TURNS.schema())), ID)
            .select(TASK, ID, CONTENT)
            .toJavaRDD()
            .mapToPair(
                row ->
                    new Tuple2<>(
                        row.<Integer>getAs(TASK),
                        new Tuple2<>(row.<String>getAs(ID), row.<byte[]>getAs(CONTENT))))
            .partitionBy(new HashPartitioner(tasks))
            .values()
            .map(image -> IMAGES.row(image));
    return spark.createDataFrame(dealt, IMAGES.schema());
  }
}
