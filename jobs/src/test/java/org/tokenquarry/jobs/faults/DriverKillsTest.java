package org.tokenquarry.jobs.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.jobs.cli.Main;

/**
 * The process of a whole night is killed with SIGKILL at random instants, and the night is run
 * again.
 */
@Tag("faults")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DriverKillsTest {

  private static final int KILLS = 25;

  @TempDir static Path directory;

  private Nights nights;

  /** Of the shortest night that was not killed. */
  private volatile Duration length;

  /** Measures a calm night in a process while another night runs, as in the trials. */
  @BeforeAll
  void runCalmNights() {
    nights = Nights.whole(directory);
    String name = "process";
    try (NightProcess process = start(name)) {
      for (int i = 0; process.isAlive(); i++) {
        String beside = "beside" + i;
        assertThat(nights.compare(beside, 0, nights.run(beside))).matches(Trial::clean);
      }
      length = process.life();
      assertThat(nights.compare(name, 0, process.result())).matches(Trial::clean);
    }
  }

  private NightProcess start(String name) {
    return NightProcess.start(
        List.of(),
        directory.resolve(name),
        Main.class,
        nights.command(directory.toString(), name, "--output", "json"));
  }

  /** While one night is run again here, the process of the next one runs and is killed. */
  @Test
  void atRandomInstants() throws Exception {
    Random random = Trials.random();
    ExecutorService kills = Executors.newSingleThreadExecutor();
    try (Trials trials = new Trials("driver killed with SIGKILL at a random instant")) {
      List<Future<String>> killed = new ArrayList<>();
      for (int i = 0; i < KILLS; i++) {
        String name = "killed" + i;
        double share = random.nextDouble();
        killed.add(kills.submit(() -> kill(name, share)));
      }
      for (int i = 0; i < KILLS; i++) {
        String name = "killed" + i;
        String when = killed.get(i).get();
        long mined = nights.mined(name);
        Trial trial = nights.compare(name, mined, nights.run(name));
        trials.add("trial %d %s, %d mined".formatted(i, when, mined), trial);
        assertThat(trial).as(name).matches(Trial::clean);
      }
    } finally {
      kills.shutdownNow();
    }
  }

  /** How long nights take depends on what runs beside, so one may end before its instant. */
  private String kill(String name, double share) throws InterruptedException {
    Duration whole = length;
    Duration life = Duration.ofMillis((long) (share * whole.toMillis()));
    try (NightProcess process = start(name)) {
      if (process.killAfter(life)) {
        return "after %s of %s".formatted(life, whole);
      }
      length = process.life().compareTo(whole) < 0 ? process.life() : whole;
      return "after its end, at %s of %s".formatted(life, whole);
    }
  }
}
