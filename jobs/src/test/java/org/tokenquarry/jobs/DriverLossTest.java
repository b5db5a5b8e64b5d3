package org.tokenquarry.jobs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.jobs.cli.Main;

/**
 * A run that is stopped or killed between its commits is continued, and nothing is lost or mined
 * twice.
 */
class DriverLossTest {

  private static final int IMAGES = 16;
  private static final int TOKENS = 16;

  /** Nothing that a run leaves behind has it. */
  private static final String SECRET = "c2VjcmV0LW9mLWEtc3RvcmU";

  @TempDir Path directory;

  @BeforeEach
  void ingestTheSameImagesTwice() {
    String scenes = directory.resolve("scenes").toString();
    Commands.run("scenes", "--count", "" + IMAGES, "--seed", "5", "--out", scenes);
    for (String name : List.of("calm", "killed")) {
      Commands.run("ingest", scenes + "/images", "--warehouse", warehouse(name));
    }
  }

  @Test
  void theSameRowsAreThereAfterTheDriverWasKilled() throws Exception {
    Commands.run(mine("calm", IMAGES));
    int committed = stopAfterCommits(2);
    killAfterCommits(committed + 2);
    assertThat(temporary()).as("of the killed run").isNotEmptyDirectory();
    assertThat(rows("killed", "mined")).as("some images were left").hasSizeLessThan(IMAGES);
    Commands.Result last = Commands.run(mine("killed", 1));
    assertThat(last.json().get("images").asInt()).isEqualTo(IMAGES);
    assertThat(last.json().get("alreadyMined").asInt()).as("work that was kept").isPositive();
    assertThat(rows("killed", "experiments"))
        .hasSize(IMAGES * TOKENS)
        .isEqualTo(rows("calm", "experiments"));
    assertThat(rows("killed", "mined")).isEqualTo(rows("calm", "mined"));
    assertThat(rows("calm", "runs"))
        .anyMatch(row -> row.contains("fs.s3a.secret.key"))
        .noneMatch(row -> row.contains(SECRET));
    assertThat(Files.readString(directory.resolve("log"))).contains("fs.s3a.secret.key");
    try (Stream<Path> files = Files.walk(directory)) {
      assertThat(files.filter(Files::isRegularFile)).noneMatch(DriverLossTest::hasTheSecret);
    }
  }

  private static boolean hasTheSecret(Path file) {
    try {
      return new String(Files.readAllBytes(file), ISO_8859_1).contains(SECRET);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * SIGTERM, as schedulers send it: the verb ends by itself, tells why, and leaves nothing behind.
   */
  private int stopAfterCommits(int commits) throws Exception {
    Process process = start("stopped");
    try {
      await().atMost(Duration.ofMinutes(3)).until(() -> commits() >= commits || !process.isAlive());
      process.destroy();
      assertThat(process.waitFor(15, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).isEqualTo(143);
    JsonNode told = new ObjectMapper().readTree(directory.resolve("stopped.out").toFile());
    assertThat(told.at("/error/code").asText()).isEqualTo("stopped");
    assertThat(Files.readAllLines(directory.resolve("stopped.err")))
        .noneMatch(line -> line.contains("Exception") || line.startsWith("\tat "))
        .last()
        .isEqualTo(
            "error: Stopped by SIGTERM; what was committed stays. Run the verb again, and it goes"
                + " on.");
    assertThat(temporary()).as("temporary files").isEmptyDirectory();
    return commits();
  }

  private void killAfterCommits(int commits) throws IOException {
    Process process = start("killed" + commits);
    try {
      await()
          .atMost(Duration.ofMinutes(3))
          .pollInterval(Duration.ofMillis(10))
          .until(() -> commits() >= commits || !process.isAlive());
    } finally {
      process.destroyForcibly();
    }
    await().until(() -> !process.isAlive());
  }

  private Path temporary() throws IOException {
    return Files.createDirectories(directory.resolve("tmp"));
  }

  /** Starts mining in a process of its own. */
  private Process start(String name) throws IOException {
    List<String> command = new ArrayList<>(JavaCommand.begin());
    command.add(1, "-Dspark.master=local[1]");
    command.add(1, "-Djava.io.tmpdir=" + temporary());
    command.add(1, "-Dtokenquarry.log=" + directory.resolve("log"));
    command.add(Main.class.getName());
    command.addAll(List.of(mine("killed", 1)));
    command.addAll(List.of("--output", "json"));
    return new ProcessBuilder(command)
        .redirectOutput(directory.resolve(name + ".out").toFile())
        .redirectError(directory.resolve(name + ".err").toFile())
        .start();
  }

  private int commits() throws IOException {
    Path log = Path.of(warehouse("killed"), "experiments", "_delta_log");
    if (!Files.isDirectory(log)) {
      return 0;
    }
    try (Stream<Path> entries = Files.list(log)) {
      return (int) entries.filter(entry -> entry.toString().endsWith(".json")).count();
    }
  }

  private String[] mine(String name, int imagesPerCommit) {
    return new String[] {
      "mine",
      "--warehouse",
      warehouse(name),
      "--model",
      TinyWarehouses.BUNDLE,
      "--set",
      "mine.imagesPerTask=1",
      "--set",
      "mine.imagesPerCommit=" + imagesPerCommit,
      "--set",
      "spark.hadoop.fs.s3a.secret.key=" + SECRET,
      "--set",
      "spark.hadoop.fs.azure.account.key.a.dfs.core.windows.net=" + SECRET
    };
  }

  private List<String> rows(String name, String table) {
    return LocalSpark.session()
        .read()
        .format("delta")
        .load(warehouse(name) + "/" + table)
        .toJSON()
        .collectAsList()
        .stream()
        .sorted()
        .toList();
  }

  private String warehouse(String name) {
    return directory.resolve(name).toString();
  }
}
