package org.tokenquarry.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.internal.config.ConfigEntry;
import org.apache.spark.internal.config.package$;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tokenquarry.model.DevicePreference;

/** The Spark settings for clusters in the folder {@code conf}. */
class ClusterConfTest {

  /** Prefixes of keys that are not registered by name, or that belong to modules not used here. */
  private static final List<String> OPEN =
      List.of("spark.master", "spark.executorEnv.", "spark.executor.resource.");

  private static final List<String> OF_MANAGERS = List.of("spark.kubernetes.", "spark.yarn.");

  private final ConfigurationLoader loader = new ConfigurationLoader();

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"cluster", "standalone", "yarn", "kubernetes"})
  void everyFileGivesTasksWithTheModelAShareOfAGpu(String name) {
    Configuration configuration = load(name);

    Settings settings = configuration.settings();
    assertThat(settings.preset()).isEqualTo("llava-1.5-7b");
    assertThat(settings.model().device()).isEqualTo(DevicePreference.GPU);
    Map<String, String> spark = configuration.spark();
    assertThat(spark)
        .containsEntry("spark.executor.resource.gpu.amount", "1")
        .containsEntry("spark.executorEnv.CUDA_DEVICE_ORDER", "PCI_BUS_ID")
        .containsKey("spark.executor.memoryOverhead");
    assertThat(spark)
        .as("tasks without the model run on all cores, and need no GPU")
        .doesNotContainKeys("spark.task.resource.gpu.amount", "spark.task.cpus");
    assertThat(settings.executors().tasksPerGpu()).isEqualTo(2);
    assertThat(Integer.parseInt(spark.get("spark.executor.cores"))).isEqualTo(8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cluster", "standalone", "yarn", "kubernetes"})
  void everyKeyIsOneThatSparkKnows(String name) {
    assertThat(package$.MODULE$.EXECUTOR_MEMORY().key()).as("registers all keys").isNotEmpty();
    assertThat(load(name).spark().keySet())
        .filteredOn(key -> OPEN.stream().noneMatch(key::startsWith))
        .filteredOn(key -> OF_MANAGERS.stream().noneMatch(key::startsWith))
        .isNotEmpty()
        .allSatisfy(key -> assertThat(ConfigEntry.findEntry(key)).as(key).isNotNull());
  }

  @ParameterizedTest
  @CsvSource({
    "standalone, spark://master:7077,                      spark.cores.max",
    "yarn,       yarn,                                     spark.yarn.dist.files",
    "kubernetes, k8s://https://kubernetes.default.svc,     spark.kubernetes.container.image",
  })
  void everyManagerIsNamed(String name, String master, String key) {
    assertThat(load(name).spark()).containsEntry("spark.master", master).containsKey(key);
  }

  @Test
  void theScriptOfYarnLiesBesideItsConf() throws IOException {
    Path script = Path.of("../conf/discover-gpus.sh").toRealPath();
    assertThat(load("yarn").spark()).containsEntry("spark.yarn.dist.files", script.toString());
    assertThat(Files.isExecutable(script)).isTrue();
    assertThat(load("yarn").spark().get("spark.executor.resource.gpu.discoveryScript"))
        .as("by its name, in the container's directory")
        .isEqualTo("./" + script.getFileName());

    Path yarn = Path.of("../conf/yarn.conf").toRealPath();
    Path house =
        Files.writeString(
            directory.resolve("house.conf"), "include required(file(\"" + yarn + "\"))\n");
    assertThat(load(house).spark())
        .as("also from a file of the user that includes it")
        .containsEntry("spark.yarn.dist.files", script.toString());
  }

  @Test
  void filesToSendAreRelativeToTheFileThatNamesThem() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("files.conf"),
            """
            spark {
              files = "a.txt, sub/b.txt#c, /abs/d.txt, hdfs:///e.txt"
              master = yarn
            }
            """);
    assertThat(load(file).spark())
        .containsEntry("spark.master", "yarn")
        .containsEntry(
            "spark.files",
            directory + "/a.txt," + directory + "/sub/b.txt#c,/abs/d.txt,hdfs:///e.txt");
    Layers given = new Layers(Optional.of(file), List.of("spark.files=x.txt"), Map.of());
    assertThat(loader.load(given).spark())
        .as("of the command line")
        .containsEntry("spark.files", "x.txt");
  }

  private Configuration load(String name) {
    return load(Path.of("../conf", name + ".conf"));
  }

  private Configuration load(Path file) {
    return loader.load(new Layers(Optional.of(file), List.of(), Map.of()));
  }
}
