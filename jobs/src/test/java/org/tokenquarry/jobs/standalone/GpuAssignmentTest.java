package org.tokenquarry.jobs.standalone;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.jobs.LocalSpark;
import org.tokenquarry.jobs.spark.ScalaCollections;
import org.tokenquarry.model.DevicePreference;
import scala.Function1;
import scala.reflect.ClassTag$;

/**
 * Which task gets which GPU, on a standalone cluster of two workers. Each worker pretends to have
 * two GPUs, which the shipped discovery script finds. Nothing runs on a GPU.
 */
class GpuAssignmentTest {

  private static final Path SCRIPT = Path.of("../conf/discover-gpus.sh").toAbsolutePath();
  private static final String BUNDLE =
      Path.of("../udfs/src/test/resources/bundles/tiny").toAbsolutePath().toString();

  @TempDir static Path directory;

  private static StandaloneCluster cluster;

  @BeforeAll
  static void startTheCluster() throws IOException {
    LocalSpark.stop();
    cluster = new StandaloneCluster(Files.createDirectories(directory.resolve("cluster")));
    cluster.addWorker("first", gpus(), pretending("0\n1\n"));
    cluster.addWorker("second", gpus(), pretending("2\n3\n"));
  }

  @AfterAll
  static void stopTheCluster() {
    if (cluster != null) {
      cluster.close();
    }
  }

  /** A session whose executors have two GPUs each and whose tasks have one. */
  private static JavaSparkContext withGpus() throws IOException {
    Map<String, String> conf = cluster.driverConf();
    conf.put("spark.executor.resource.gpu.amount", "2");
    conf.put("spark.task.resource.gpu.amount", "1");
    conf.put("spark.scheduler.barrier.maxConcurrentTasksCheck.interval", "1s");
    return context(conf);
  }

  private static Map<String, String> gpus() {
    return Map.of(
        "spark.worker.resource.gpu.amount",
        "2",
        "spark.worker.resource.gpu.discoveryScript",
        SCRIPT.toString());
  }

  /** A {@code PATH} on which {@code nvidia-smi} is a script that prints these numbers. */
  private static Map<String, String> pretending(String numbers) throws IOException {
    Path folder = Files.createTempDirectory(directory, "nvidia");
    Path script = folder.resolve("nvidia-smi");
    Files.writeString(script, "#!/bin/sh\nprintf '" + numbers.replace("\n", "\\n") + "'\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return Map.of("PATH", folder + ":" + System.getenv("PATH"));
  }

  @Test
  void fourTasksAtOnceHaveFourGpus() throws IOException {
    List<SeenDevice> seen;
    try (JavaSparkContext spark = withGpus()) {
      seen = sawInBarrier(spark, 4);
    }
    assertThat(seen).extracting(SeenDevice::addresses).allSatisfy(a -> assertThat(a).hasSize(1));
    assertThat(seen).extracting(SeenDevice::address).containsExactlyInAnyOrder("0", "1", "2", "3");
    assertThat(seen)
        .allSatisfy(
            device -> {
              assertThat(device.auto()).isEqualTo("gpu:" + device.address());
              assertThat(device.cpu()).isEqualTo("cpu");
            });
    Map<String, Set<String>> ofExecutor =
        seen.stream()
            .collect(groupingBy(SeenDevice::executor, mapping(SeenDevice::address, toSet())));
    assertThat(ofExecutor.values()).containsExactlyInAnyOrder(Set.of("0", "1"), Set.of("2", "3"));
  }

  private static JavaSparkContext context(Map<String, String> settings) {
    SparkConf conf = new SparkConf().setAppName("assignment");
    settings.forEach(conf::set);
    return new JavaSparkContext(conf);
  }

  /** Tasks of a barrier stage run at the same time or not at all. */
  private static List<SeenDevice> sawInBarrier(JavaSparkContext spark, int tasks) {
    JavaRDD<Integer> numbers = spark.parallelize(IntStream.range(0, tasks).boxed().toList(), tasks);
    Function1<scala.collection.Iterator<Integer>, scala.collection.Iterator<SeenDevice>> look =
        (Function1<scala.collection.Iterator<Integer>, scala.collection.Iterator<SeenDevice>>
                & Serializable)
            unused -> {
              List<SeenDevice> one = List.of(SeenDevice.amongOthers());
              return ScalaCollections.scala(one).iterator();
            };
    RDD<SeenDevice> seen =
        numbers
            .rdd()
            .barrier()
            .mapPartitions(look, false, ClassTag$.MODULE$.apply(SeenDevice.class));
    return new ArrayList<>(seen.toJavaRDD().collect());
  }

  @Test
  void aGpuThatTheEngineCannotUseIsRefusedUnlessTheCpuIsAskedFor() throws IOException {
    try (JavaSparkContext spark = withGpus()) {
      assertThat(loading(spark, DevicePreference.AUTO))
          .matches(
              "device-unavailable: The task has the GPU [0-3], but PyTorch's CPU .* loaded\\.");
      assertThat(loading(spark, DevicePreference.CPU)).isEqualTo("cpu");
    }
  }

  @Test
  void aTaskWithoutGpuIsRefusedWhereOneIsAskedFor() throws IOException {
    Map<String, String> conf = cluster.driverConf();
    conf.put("spark.cores.max", "2");
    try (JavaSparkContext spark = context(conf)) {
      assertThat(loading(spark, DevicePreference.GPU))
          .isEqualTo(
              "device-unavailable: The settings ask for a GPU, but Spark gave the task none.");
      assertThat(loading(spark, DevicePreference.AUTO)).isEqualTo("cpu");
    }
  }

  private static String loading(JavaSparkContext spark, DevicePreference preference) {
    String bundle = BUNDLE; // The executor would compute a constant of this class again.
    return spark
        .parallelize(List.of(preference), 1)
        .map(each -> SeenDevice.ofModel(bundle, each))
        .first();
  }
}
