package org.tokenquarry.jobs.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.jobs.LocalSpark;
import org.tokenquarry.jobs.spark.LazySession;
import org.tokenquarry.jobs.spark.ModelTasks;
import org.tokenquarry.jobs.spark.ScalaCollections;
import scala.Function1;
import scala.reflect.ClassTag$;

/**
 * Tasks with the model share a GPU while all others run on all cores, on a standalone cluster whose
 * only executor has four cores and pretends to have a GPU.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ModelTasksTest {

  private static final int CORES = 4;
  private static final int TASKS_PER_GPU = 2;

  @TempDir static Path directory;

  private StandaloneCluster cluster;
  private LazySession session;
  private SparkSession spark;
  private ModelTasks model;

  @BeforeAll
  void start() throws IOException {
    LocalSpark.stop();
    cluster = new StandaloneCluster(Files.createDirectories(directory.resolve("cluster")));
    cluster.addWorkerWithGpu("worker", CORES);
    Map<String, String> conf = cluster.driverConf();
    conf.put("spark.executor.cores", "" + CORES);
    conf.put("spark.executor.resource.gpu.amount", "1");
    conf.put("spark.scheduler.barrier.maxConcurrentTasksCheck.interval", "1s");
    session = new LazySession(conf, Duration.ofMinutes(1), TASKS_PER_GPU);
    spark = session.get();
    SparkConf started = spark.sparkContext().getConf();
    model = ModelTasks.of(started, TASKS_PER_GPU);
  }

  @AfterAll
  void stop() {
    if (session != null) {
      session.close();
    }
    cluster.close();
  }

  @Test
  void noMoreTasksWithTheModelRunAtOnceThanMayShareTheGpu() {
    List<RanTask> ran = model.sized(numbers(7)).map(unused -> RanTask.forAWhile()).collect();
    assertThat(RanTask.mostAtOnce(ran)).isLessThanOrEqualTo(TASKS_PER_GPU);
    assertThat(ran).allSatisfy(ModelTasksTest::assertHasItsShare);
    assertThat(atOnce(model, TASKS_PER_GPU)).allSatisfy(ModelTasksTest::assertHasItsShare);
  }

  private static void assertHasItsShare(RanTask task) {
    assertThat(task.gpus()).containsExactly("0");
    assertThat(task.cpus()).isEqualTo(CORES / TASKS_PER_GPU);
  }

  @Test
  void otherTasksRunOnAllCores() {
    assertThat(atOnce(ModelTasks.USUAL, CORES))
        .hasSize(CORES)
        .allSatisfy(task -> assertThat(task.cpus()).isEqualTo(1));
  }

  @Test
  void rowsAreMappedInTasksWithTheModel() {
    Dataset<Row> rows = spark.range(0, 10, 1, 5).toDF();
    Dataset<Row> mapped =
        model.map(
            rows,
            each -> {
              RanTask task = RanTask.forAWhile();
              assertHasItsShare(task);
              return each;
            },
            rows.schema());
    assertThat(mapped.as(Encoders.LONG()).collectAsList())
        .containsExactlyInAnyOrder(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
  }

  private JavaRDD<Integer> numbers(int tasks) {
    return JavaSparkContext.fromSparkContext(spark.sparkContext())
        .parallelize(IntStream.range(0, tasks).boxed().toList(), tasks);
  }

  /** Tasks of a barrier stage run at the same time or not at all. */
  private List<RanTask> atOnce(ModelTasks tasks, int count) {
    Function1<scala.collection.Iterator<Integer>, scala.collection.Iterator<RanTask>> wait =
        (Function1<scala.collection.Iterator<Integer>, scala.collection.Iterator<RanTask>>
                & Serializable)
            unused -> ScalaCollections.scala(List.of(RanTask.amongOthers())).iterator();
    return tasks
        .sized(numbers(count))
        .rdd()
        .barrier()
        .mapPartitions(wait, false, ClassTag$.MODULE$.apply(RanTask.class))
        .toJavaRDD()
        .collect();
  }
}
