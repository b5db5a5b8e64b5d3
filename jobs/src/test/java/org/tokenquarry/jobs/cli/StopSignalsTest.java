package org.tokenquarry.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tokenquarry.jobs.JavaCommand;

/**
 * What a signal does to a verb without Spark, in processes of their own. How it ends Spark's work
 * is in {@link org.tokenquarry.jobs.DriverLossTest}.
 */
class StopSignalsTest {

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(
      value = ExitCode.class,
      names = {"TERMINATED", "INTERRUPTED", "HUNG_UP"})
  void eachSignalHasItsExitCodeAndOneSentence(ExitCode code) throws Exception {
    String signal = code.signal().orElseThrow();
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    Path scenes = directory.resolve("scenes");
    Process process = scenes(scenes, out, err);
    try {
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> Files.isDirectory(scenes.resolve("images")) || !process.isAlive());
      assumeFalse(ignores(process, code), "SKIPPED: whoever started the tests ignores " + signal);
      Instant begin = Instant.now();
      new ProcessBuilder("kill", "-" + signal, "" + process.pid()).start().waitFor();
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(Duration.between(begin, Instant.now())).isLessThan(StopSignals.GRACE);
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).isEqualTo(code.code());
    String told =
        "Stopped by SIG%s; what was committed stays. Run the verb again, and it goes on."
            .formatted(signal);
    assertThat(Files.readString(err)).endsWith("error: " + told + "\n").doesNotContain("\tat ");
    JsonNode error = new ObjectMapper().readTree(out.toFile()).get("error");
    assertThat(error.get("code").asText()).isEqualTo("stopped");
    assertThat(error.get("message").asText() + " " + error.get("remedy").asText()).isEqualTo(told);
    assertThat(directory.resolve("tmp")).as("temporary files").isEmptyDirectory();
  }

  /** A shell starts what runs in its background with SIGINT ignored, and that is inherited. */
  private static boolean ignores(Process process, ExitCode code) throws IOException {
    Path status = Path.of("/proc/" + process.pid() + "/status");
    String mask =
        Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .findFirst()
            .orElseThrow()
            .replaceFirst("SigIgn:\\s*", "");
    int number = code.code() - 128;
    return (Long.parseUnsignedLong(mask, 16) >> (number - 1) & 1) == 1;
  }

  private Process scenes(Path scenes, Path out, Path err) throws IOException {
    Path temporary = Files.createDirectories(directory.resolve("tmp"));
    List<String> command = JavaCommand.begin();
    command.addAll(
        List.of(
            "-Djava.io.tmpdir=" + temporary,
            "-Dtokenquarry.log=" + directory.resolve("log"),
            Main.class.getName(),
            "scenes",
            "--count",
            "100000",
            "--out",
            scenes.toString(),
            "--output",
            "json"));
    return new ProcessBuilder(command)
        .redirectOutput(out.toFile())
        .redirectError(err.toFile())
        .start();
  }
}
