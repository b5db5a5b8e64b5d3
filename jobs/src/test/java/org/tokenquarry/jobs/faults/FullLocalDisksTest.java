package org.tokenquarry.jobs.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.jobs.Commands;
import org.tokenquarry.jobs.cli.ExitCode;
import org.tokenquarry.jobs.cli.Main;

/**
 * A disk for temporary files that is full at some moment of a night. The night ends well or says
 * that the disk is full; run again with room, it ends like a calm one.
 */
@Tag("faults")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FullLocalDisksTest {

  private static final int SIZES = 20;

  /** Kilobytes; a night needs less. */
  private static final long SHUFFLES = 400;

  private static final long TEMPORARY_FILES = 2_000;

  @TempDir static Path directory;
  private Nights nights;

  @BeforeAll
  void runACalmNight() throws IOException {
    Path place = Files.createDirectories(directory.resolve("mount"));
    assumeTrue(ShrunkDisk.isPossible(place), "users may not mount a disk in memory here");
    nights = new Nights(directory);
  }

  /** From too small for anything to large enough. */
  private static List<Long> sizes(long most) {
    return LongStream.rangeClosed(1, SIZES).map(i -> most * i / SIZES).boxed().toList();
  }

  /** All nights run in one process, and each once more, while those that ended are compared. */
  @Test
  void shufflesFillTheDisk() throws IOException {
    List<Long> sizes = sizes(SHUFFLES);
    Path disk = Files.createDirectories(directory.resolve("local"));
    List<String> arguments = new ArrayList<>(List.of(disk.toString(), directory.toString()));
    arguments.add(sizes.stream().map(String::valueOf).collect(Collectors.joining(",")));
    arguments.addAll(
        nights.command(directory.toString(), ShrunkDisk.NAME, "--set", "spark.local.dir=" + disk));
    List<String> mount = ShrunkDisk.mount(disk, sizes.get(0));
    try (Trials trials = new Trials("disk full: shuffles");
        NightProcess process =
            NightProcess.start(mount, directory.resolve("disk"), ShrunkDisk.class, arguments)) {
      String first = "";
      for (int i = 0; i < SIZES; i++) {
        ShrunkDisk.Outcome outcome = ShrunkDisk.Outcome.of(line(process, i));
        first = outcome.first();
        assertThat(first).isIn("DONE", "FAILUREdisk-full");
        Trial trial = nights.compare("disk" + i, outcome.mined(), outcome.again());
        trials.add(sizes.get(i) + " kB, " + first, trial);
        assertThat(trial).as("disk" + i).matches(Trial::clean);
      }
      assertThat(first).as("the largest disk is large enough").isEqualTo("DONE");
      assertThat(Leftovers.of(directory, "disk" + SIZES / 2)).isEmpty();
    }
  }

  private static String line(NightProcess process, int number) {
    await()
        .atMost(Duration.ofMinutes(5))
        .until(() -> process.lines().size() > number || !process.isAlive());
    return process.lines().get(number);
  }

  /** While one night is run again here, the process of the next one runs. */
  @Test
  void temporaryFilesFillTheDisk() throws Exception {
    ExecutorService processes = Executors.newSingleThreadExecutor();
    try (Trials trials = new Trials("disk full: temporary directory")) {
      List<Future<Commands.Result>> ended =
          sizes(TEMPORARY_FILES).stream()
              .map(size -> processes.submit(() -> onASmallDisk(size)))
              .toList();
      for (int i = 0; i < SIZES; i++) {
        long size = sizes(TEMPORARY_FILES).get(i);
        Commands.Result night = ended.get(i).get();
        if (night.code() != ExitCode.DONE) {
          assertThat(night.error("code")).as("%s", night.json()).isEqualTo("disk-full");
          assertThat(night.code()).isEqualTo(ExitCode.FAILURE);
        }
        String name = "temporary" + size;
        Trial trial = nights.compare(name, nights.mined(name), nights.run(name));
        trials.add(size + " kB, " + night.code(), trial);
        assertThat(trial).as(name).matches(Trial::clean);
      }
      String middle = "temporary" + sizes(TEMPORARY_FILES).get(SIZES / 2);
      assertThat(Leftovers.of(directory, middle)).isEmpty();
    } finally {
      processes.shutdownNow();
    }
  }

  private Commands.Result onASmallDisk(long size) throws IOException {
    Path files = directory.resolve("temporary" + size);
    List<String> command =
        nights.command(directory.toString(), files.getFileName().toString(), "--output", "json");
    Path place = Files.createDirectories(NightProcess.temporary(files));
    try (NightProcess night =
        NightProcess.start(ShrunkDisk.mount(place, size), files, Main.class, command)) {
      return night.result();
    }
  }
}
