package org.tokenquarry.jobs.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.jobs.JavaCommand;
import org.tokenquarry.jobs.cli.ExitCode;
import org.tokenquarry.jobs.cli.Main;

class LazySessionTest {

  @TempDir Path directory;

  /** In a process of its own: where a session runs, Spark does not look at the master again. */
  @Test
  void aMasterThatSparkDoesNotKnowIsToldAsAMistake() throws Exception {
    List<String> command = JavaCommand.begin();
    command.addAll(List.of("-Dtokenquarry.log=" + directory.resolve("log"), Main.class.getName()));
    command.addAll(List.of("list", "--warehouse", directory.resolve("warehouse").toString()));
    command.addAll(List.of("--set", "spark.master=nonsense", "--output", "json"));

    File out = directory.resolve("out").toFile();
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    JsonNode error = new ObjectMapper().readTree(out).get("error");
    assertThat(process.exitValue()).isEqualTo(ExitCode.USER_MISTAKE.code());
    assertThat(error.get("code").asText()).isEqualTo("spark-not-started");
    assertThat(error.get("message").asText()).contains("nonsense");
    assertThat(error.get("remedy").asText()).contains("spark.master");
  }
}
