package org.tokenquarry.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.internal.config.ConfigEntry;
import org.apache.spark.internal.config.package$;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tokenquarry.model.DevicePreference;

/** The settings that come with the sources for clusters. */
class ClusterConfTest {

  /** Families of keys that Spark knows by their beginning, or in modules that are not here. */
  private static final List<String> OPEN =
      List.of(
          "spark.master", "spark.executorEnv.", "spark.executor.resource.", "spark.task.resource.");

  private static final List<String> OF_MANAGERS = List.of("spark.kubernetes.", "spark.yarn.");

  private final ConfigurationLoader loader = new ConfigurationLoader();

  @ParameterizedTest
  @ValueSource(strings = {"cluster", "standalone", "yarn", "kubernetes"})
  void everyFileGivesTasksAGpuOfTheirOwn(String name) {
    Configuration configuration = load(name);

    Settings settings = configuration.settings();
    assertThat(settings.preset()).isEqualTo("llava-1.5-7b");
    assertThat(settings.model().device()).isEqualTo(DevicePreference.GPU);
    Map<String, String> spark = configuration.spark();
    assertThat(spark)
        .containsEntry("spark.executor.resource.gpu.amount", "1")
        .containsEntry("spark.executorEnv.CUDA_DEVICE_ORDER", "PCI_BUS_ID")
        .containsKey("spark.executor.memoryOverhead");
    double share = Double.parseDouble(spark.get("spark.task.resource.gpu.amount"));
    assertThat(Integer.parseInt(spark.get("spark.executor.cores")) * share)
        .as("tasks of an executor fill its GPU and no more run than its cores allow")
        .isEqualTo(1);
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

  private Configuration load(String name) {
    Path file = Path.of("../conf", name + ".conf");
    return loader.load(new Layers(Optional.of(file), List.of(), Map.of()));
  }
}
