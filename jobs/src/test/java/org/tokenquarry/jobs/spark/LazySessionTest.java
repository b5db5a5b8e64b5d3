package org.tokenquarry.jobs.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.launcher.JavaModuleOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.jobs.cli.ExitCode;
import org.tokenquarry.jobs.cli.Main;

class LazySessionTest {

  @TempDir Path directory;

  /** In a process of its own: where a session runs, Spark does not look at the master again. */
  @Test
  void aMasterThatSparkDoesNotKnowIsToldAsAMistake() throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(JavaModuleOptions.defaultModuleOptions().split(" ")));
    command.addAll(List.of("-Dtokenquarry.log=" + directory.resolve("log")));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("list", "--warehouse", directory.resolve("warehouse").toString()));
    command.addAll(List.of("--set", "spark.master=nonsense", "--output", "json"));

    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    JsonNode error = new ObjectMapper().readTree(process.getInputStream()).get("error");

    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isEqualTo(ExitCode.USER_MISTAKE.code());
    assertThat(error.get("code").asText()).isEqualTo("spark-not-started");
    assertThat(error.get("message").asText()).contains("nonsense");
    assertThat(error.get("remedy").asText()).contains("spark.master");
  }
}
