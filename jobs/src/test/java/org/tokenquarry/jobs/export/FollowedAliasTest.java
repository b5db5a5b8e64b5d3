package org.tokenquarry.jobs.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.digest.Sha256;
import org.tokenquarry.jobs.ClusteredWarehouse;
import org.tokenquarry.jobs.Commands;
import org.tokenquarry.jobs.LocalSpark;
import org.tokenquarry.jobs.cli.ExitCode;
import org.tokenquarry.jobs.table.Fence;
import org.tokenquarry.jobs.table.Registry;
import org.tokenquarry.jobs.table.RunInfo;
import org.tokenquarry.jobs.table.Warehouse;

/** A directory that follows an alias, while the alias moves and a server looks at it. */
class FollowedAliasTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int VERSIONS = 3;
  private static final RunInfo RUN = new RunInfo("mover", "promote", "", "");

  @TempDir Path directory;

  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private ClusteredWarehouse warehouse;
  private Registry registry;
  private Path followed;

  @BeforeEach
  void makeVersions() throws IOException {
    warehouse = ClusteredWarehouse.in(directory);
    for (int version = 2; version <= VERSIONS; version++) {
      Commands.Result made = warehouse.run("cluster", "--set", "cluster.clusters=" + (5 - version));
      assertThat(made.json().get("version").asInt()).isEqualTo(version);
    }
    registry =
        new Registry(
            new Warehouse(
                    LocalSpark.session(), directory.resolve(ClusteredWarehouse.NAME).toString())
                .behind(Fence.none()));
    followed = directory.resolve("followed");
  }

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void isInStepAndWholeAtAnyMoment() throws Exception {
    follow(12);
  }

  @Test
  @Tag("faults")
  void isInStepAndWholeAtAnyMomentOfTwoHundredMoves() throws Exception {
    follow(200);
  }

  private void follow(int moves) throws Exception {
    move(1);
    Future<Commands.Result> follower =
        threads.submit(
            () -> warehouse.run("export", "served", "--watch", "20ms", "--out", "" + followed));
    awaitVersion(1, follower);
    AtomicBoolean ended = new AtomicBoolean();
    Future<Integer> server = threads.submit(looking(ended));
    for (int move = 1; move <= moves; move++) {
      int version = 1 + move % VERSIONS;
      move(version);
      awaitVersion(version, follower);
    }
    ended.set(true);
    int looks = server.get();
    System.out.printf("%d moves, %d looks, each at a whole export%n", moves, looks);
    assertThat(looks).isGreaterThan(moves);
    end(follower);
  }

  /** Not by an interrupt, which Spark does not survive while it stops. */
  private void end(Future<Commands.Result> follower) throws Exception {
    Path aliases = directory.resolve(ClusteredWarehouse.NAME).resolve("aliases");
    Files.move(aliases, aliases.resolveSibling("gone"));
    assertThat(follower.get().code()).isEqualTo(ExitCode.USER_MISTAKE);
  }

  private void move(long version) {
    registry.move(registry.read(), "served", version, RUN);
  }

  private void awaitVersion(int version, Future<Commands.Result> follower) {
    Path file = followed.resolve("served.json");
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(5))
        .until(
            () -> {
              if (follower.isDone()) {
                throw new AssertionError(follower.get().json().toString());
              }
              return Files.exists(file) && json(file).get("version").asInt() == version;
            });
  }

  /** What a server does: it reads the file of the alias, then all that it names. */
  private Callable<Integer> looking(AtomicBoolean ended) {
    return () -> {
      int looks = 0;
      while (!ended.get()) {
        JsonNode alias = json(followed.resolve("served.json"));
        Path folder = followed.resolve(alias.get("directory").asText());
        Path manifest = folder.resolve("manifest.json");
        assertThat(Sha256.of(Files.readAllBytes(manifest)))
            .isEqualTo(alias.get("manifestSha256").asText());
        for (JsonNode file : json(manifest).get("files")) {
          assertThat(Sha256.of(Files.readAllBytes(folder.resolve(file.get("name").asText()))))
              .isEqualTo(file.get("sha256").asText());
        }
        assertThat(json(folder.resolve("contract.json")).at("/codebook/contentDigest"))
            .isEqualTo(alias.get("contentDigest"));
        looks++;
      }
      return looks;
    };
  }

  @Test
  void aNightDoesNotFollow() {
    Commands.Result night =
        warehouse.run(
            "nightly",
            ClusteredWarehouse.scenes().toString(),
            "--set",
            "nightly.verbs=[ingest, export]",
            "--set",
            "export.watch=1s");
    assertThat(night.code()).isEqualTo(ExitCode.USER_MISTAKE);
    assertThat(night.error("code")).isEqualTo("watch-in-night");
  }

  private static JsonNode json(Path file) throws IOException {
    return JSON.readTree(file.toFile());
  }
}
