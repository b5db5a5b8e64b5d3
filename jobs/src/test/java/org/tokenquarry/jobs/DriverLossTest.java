package org.tokenquarry.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.jobs.cli.Main;

/** A run that is killed between its commits is continued, and nothing is lost or mined twice. */
class DriverLossTest {

  private static final int IMAGES = 24;
  private static final int TOKENS = 16;
  private static final int KILLS = 2;

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
    Commands.run(mine("calm"));
    int committed = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      committed = killAfterCommits(committed + 2);
    }
    assertThat(rows("killed", "mined")).as("some images were left").hasSizeLessThan(IMAGES);
    Commands.Result last = Commands.run(mine("killed"));
    assertThat(last.json().get("images").asInt()).isEqualTo(IMAGES);
    assertThat(last.json().get("alreadyMined").asInt()).as("work that was kept").isPositive();
    assertThat(rows("killed", "experiments"))
        .hasSize(IMAGES * TOKENS)
        .isEqualTo(rows("calm", "experiments"));
    assertThat(rows("killed", "mined")).isEqualTo(rows("calm", "mined"));
  }

  /** Returns how many commits there are. */
  private int killAfterCommits(int commits) throws IOException {
    List<String> command = new ArrayList<>(JavaCommand.begin());
    command.add(1, "-Dspark.master=local[1]");
    command.add(Main.class.getName());
    command.addAll(List.of(mine("killed")));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(new File(directory.toFile(), "log" + commits))
            .start();
    try {
      await()
          .atMost(Duration.ofMinutes(3))
          .pollInterval(Duration.ofMillis(10))
          .until(() -> commits() >= commits || !process.isAlive());
    } finally {
      process.destroyForcibly();
    }
    await().until(() -> !process.isAlive());
    return commits();
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

  private String[] mine(String name) {
    return new String[] {
      "mine",
      "--warehouse",
      warehouse(name),
      "--model",
      TinyWarehouses.BUNDLE,
      "--set",
      "mine.imagesPerTask=1",
      "--set",
      "mine.imagesPerCommit=1"
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
