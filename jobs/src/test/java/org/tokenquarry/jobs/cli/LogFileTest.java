package org.tokenquarry.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

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

  private Result config(Path log) throws IOException, InterruptedException {
    List<String> command = JavaCommand.begin();
    command.addAll(List.of("-Dtokenquarry.log=" + log, Main.class.getName(), "config"));
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
