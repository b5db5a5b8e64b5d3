package org.tokenquarry.jobs.mine;

import static org.apache.spark.sql.functions.spark_partition_id;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tokenquarry.jobs.LocalSpark;
import scala.Tuple2;

/** With the keys of {@link EvenTasks}, Spark gives each task its images. */
class EvenTasksTest {

  @ParameterizedTest
  @CsvSource({"1, 1", "5, 1", "7, 3", "100, 7", "500, 32"})
  void noTaskHasMoreThanOneImageMoreThanAnother(int images, int tasks) {
    List<String> ids = IntStream.range(0, images).mapToObj(i -> "image" + i).toList();
    Dataset<Row> dealt =
        EvenTasks.deal(
            LocalSpark.session().createDataFrame(rows(ids), EvenTasks.IMAGES.schema()), ids, tasks);
    List<Long> sizes =
        dealt.groupBy(spark_partition_id().as("task")).count().collectAsList().stream()
            .map(row -> row.getLong(1))
            .toList();
    assertThat(sizes).hasSize(Math.min(images, tasks));
    long least = images / tasks;
    assertThat(sizes).allSatisfy(size -> assertThat(size).isBetween(least, least + 1));
    assertThat(sizes.stream().mapToLong(Long::longValue).sum()).isEqualTo(images);
  }

  private static List<Row> rows(List<String> ids) {
    return ids.stream().map(id -> EvenTasks.IMAGES.row(new Tuple2<>(id, new byte[1]))).toList();
  }
}
