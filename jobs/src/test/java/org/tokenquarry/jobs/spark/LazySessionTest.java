package org.tokenquarry.jobs.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.jobs.JavaCommand;
import org.tokenquarry.jobs.cli.ExitCode;
import org.tokenquarry.jobs.cli.Main;

class LazySessionTest {

  @TempDir Path directory;

  /** Runs in a new process: where a session exists, Spark ignores the setting of the master. */
  @Test
  void aMasterThatSparkDoesNotKnowIsToldAsAMistake() throws Exception {
    JsonNode error = run("mine", ExitCode.USER_MISTAKE).get("error");
    assertThat(error.get("code").asText()).isEqualTo("spark-not-started");
    assertThat(error.get("message").asText()).contains("nonsense");
    assertThat(error.get("remedy").asText()).contains("spark.master");
  }

  /** Spark itself would end the process without a word. */
  @Test
  void aDiskOnWhichSparkCanMakeNoDirectoryIsToldAsFull() throws Exception {
    Path disk = Files.createDirectories(directory.resolve("disk"));
    String script = "mount -t tmpfs -o nr_inodes=1 tmpfs '" + disk + "' && exec \"$@\"";
    List<String> mounted = List.of("unshare", "-rm", "sh", "-c", script, "sh");
    assumeTrue(ends(mounted, "true"), "users may not mount a disk in memory here");
    for (String more : List.of("spark.ui.enabled=false", "spark.local.dir=" + disk)) {
      JsonNode error = run(mounted, "mine", ExitCode.FAILURE, "local[1]", more).get("error");
      assertThat(error.get("code").asText()).isEqualTo("disk-full");
      assertThat(error.get("message").asText()).contains(disk.toString());
    }
  }

  private static boolean ends(List<String> before, String command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(before));
    builder.command().add(command);
    try {
      return builder.start().waitFor() == 0;
    } catch (IOException e) { // There is no such program.
      return false;
    }
  }

  @Test
  void listNeverAsksForSpark() throws Exception {
    assertThat(run("list", ExitCode.DONE).get("codebooks")).isEmpty();
  }

  /** Runs a verb with a master that does not exist. */
  private JsonNode run(String verb, ExitCode expected) throws Exception {
    return run(List.of(), verb, expected, "nonsense", "spark.ui.enabled=false");
  }

  private JsonNode run(
      List<String> before, String verb, ExitCode expected, String master, String setting)
      throws Exception {
    Path warehouse = Files.createDirectories(directory.resolve("warehouse"));
    List<String> command = new ArrayList<>(before);
    command.addAll(JavaCommand.begin());
    if (!before.isEmpty()) {
      command.add("-Djava.io.tmpdir=" + directory.resolve("disk"));
    }
    command.addAll(List.of("-Dtokenquarry.log=" + directory.resolve("log"), Main.class.getName()));
    command.addAll(List.of(verb, "--warehouse", warehouse.toString()));
    command.addAll(List.of("--set", "spark.master=" + master, "--set", setting));
    command.addAll(List.of("--output", "json"));

    File out = directory.resolve("out").toFile();
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isEqualTo(expected.code());
    return new ObjectMapper().readTree(out);
  }

  @Test
  void fileSystemsAreReachedAsTheSessionReachesThem() {
    try (LazySession session =
        new LazySession(
            Map.of("spark.hadoop.fs.s3a.endpoint", "here", "spark.master", "x"), Duration.ZERO)) {
      assertThat(session.hadoop().get("fs.s3a.endpoint")).isEqualTo("here");
      assertThat(session.hadoop().get("fs.defaultFS")).isEqualTo("file:///");
    }
  }
}
