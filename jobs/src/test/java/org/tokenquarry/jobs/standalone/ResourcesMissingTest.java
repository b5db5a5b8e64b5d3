package org.tokenquarry.jobs.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tokenquarry.jobs.Commands.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.jobs.Commands;
import org.tokenquarry.jobs.LocalSpark;
import org.tokenquarry.jobs.cli.ExitCode;

/** A run that asks for resources that the cluster lacks ends with an error that says so. */
class ResourcesMissingTest {

  @TempDir Path directory;

  @Test
  void aClusterWithoutTheGpusAskedForEndsTheRun() throws IOException {
    LocalSpark.stop();
    scenes();
    try (StandaloneCluster cluster =
        new StandaloneCluster(Files.createDirectories(directory.resolve("cluster")))) {
      cluster.addWorker("worker", Map.of(), Map.of());
      List<String> command = ingest();
      Map<String, String> conf = cluster.driverConf();
      conf.put("spark.executor.resource.gpu.amount", "1");
      conf.put("spark.task.resource.gpu.amount", "1");
      conf.forEach((key, value) -> command.addAll(List.of("--set", key + "=" + value)));
      command.addAll(List.of("--set", "executors.timeout=5s"));

      Commands.Result ended = run(command.toArray(String[]::new));

      assertThat(ended.code()).isEqualTo(ExitCode.USER_MISTAKE);
      assertThat(ended.error("code")).isEqualTo("resources-missing");
      assertThat(ended.error("message"))
          .startsWith(
              "No task has started in 5 s. The master " + cluster.url() + " gave no executor;")
          .contains("spark.executor.resource.gpu.amount = 1, spark.task.resource.gpu.amount = 1");
      assertThat(ended.error("remedy")).contains("executors.timeout");
    }
  }

  @Test
  void localModeHasNoResourcesAndSaysSoAtOnce() {
    List<String> command = ingest();
    command.addAll(List.of("--set", "spark.task.resource.gpu.amount=1"));

    Commands.Result refused = run(command.toArray(String[]::new));

    assertThat(refused.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(refused.error("code")).isEqualTo("resources-missing");
    assertThat(refused.error("message"))
        .contains("spark.task.resource.gpu.amount = 1")
        .contains("local[*,4]");
    assertThat(refused.error("remedy")).contains("model.device=gpu");
  }

  @Test
  void localModeWithoutGpuSaysWhatIsMissing() {
    scenes();
    run(ingest().toArray(String[]::new));
    String warehouse = directory.resolve("warehouse").toString();

    Commands.Result refused = run("mine", "--warehouse", warehouse, "--set", "model.device=gpu");

    assertThat(refused.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(refused.error("code")).isEqualTo("device-unavailable");
    assertThat(refused.error("message")).contains("PyTorch");
    assertThat(refused.error("remedy")).doesNotContain("spark.");
  }

  private void scenes() {
    run("scenes", "--count", "2", "--out", directory.resolve("scenes").toString());
  }

  private List<String> ingest() {
    return new ArrayList<>(
        List.of(
            "ingest",
            directory.resolve("scenes/images").toString(),
            "--warehouse",
            directory.resolve("warehouse").toString()));
  }
}
