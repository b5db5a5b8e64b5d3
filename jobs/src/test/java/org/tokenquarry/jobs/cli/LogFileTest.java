package org.tokenquarry.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.jobs.JavaCommand;

/**
 * Where the log is written. Each test starts a process, because logging is set up once in a JVM.
 */
class LogFileTest {

  @TempDir Path directory;

  private record Result(int code, String out, String err) {}

  @Test
  void aFileThatCannotBeWrittenIsAWarningAndNoMore() throws Exception {
    Path folder = Files.createDirectory(directory.resolve("folder"));
    for (Path log : List.of(Path.of("/proc/tokenquarry.log"), folder)) {
      Result result = config(log);
      assertThat(result.code()).isZero();
      assertThat(result.out()).contains("warehouse");
      assertThat(result.err().lines())
          .singleElement()
          .satisfies(
              line ->
                  assertThat(line)
                      .startsWith("warning: The log file " + log + " can't be written")
                      .endsWith(
                          ", so this run keeps no log. Name another file with TOKENQUARRY_LOG."));
    }
  }

  @Test
  void theFileIsMadeWithItsFolders() throws Exception {
    Path log = directory.resolve("state/of/tokenquarry.log");
    Result result = config(log);
    assertThat(result.code()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(log).exists();
  }

  @Test
  void everyLineNamesTheRun() throws Exception {
    Path log = directory.resolve("log");
    Result result =
        run(
            "-Dtokenquarry.log=" + log,
            "-Dtokenquarry.log.format=json",
            Main.class.getName(),
            "list",
            "--warehouse",
            directory.resolve("nowhere").toString());
    assertThat(result.code()).isEqualTo(1);
    List<String> lines = Files.readAllLines(log);
    assertThat(lines).hasSizeGreaterThan(1);
    for (String line : lines) {
      JsonNode event = new ObjectMapper().readTree(line);
      assertThat(event.get("run").asText()).matches("\\d{8}T\\d{6}Z-[0-9a-f]{8}");
    }
    assertThat(lines).last().asString().contains("warehouse-missing");
  }

  private Result config(Path log) throws IOException, InterruptedException {
    return run("-Dtokenquarry.log=" + log, Main.class.getName(), "config");
  }

  private Result run(String... words) throws IOException, InterruptedException {
    List<String> command = JavaCommand.begin();
    command.addAll(List.of(words));
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
  }
}
