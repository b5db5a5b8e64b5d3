package org.tokenquarry.jobs.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.jobs.FaultyFileSystem;

/** The process of a whole night ends without a word after each of its steps in turn. */
@Tag("faults")
class DriverStepsTest {

  /** The table of the last commit of each step, and the verb that makes it, in their order. */
  private static final List<List<String>> LAST_COMMITS =
      List.of(
          List.of("sources", "ingest"),
          List.of("sources", "ingest"), // Of the held-out images.
          List.of("mined", "mine"),
          List.of("aliases", "cluster"),
          List.of("evaluations", "evaluate"),
          List.of("aliases", "publish"),
          List.of("steps", "nightly")); // Made after the export.

  /** One night, which dies after each step: each process does one step more. */
  @Test
  void afterEachStep(@TempDir Path directory) {
    Nights nights = Nights.whole(directory);
    String name = "steps";
    long mined = 0;
    try (Trials trials = new Trials("driver killed after the last commit of each step")) {
      for (List<String> step : LAST_COMMITS) {
        List<String> arguments = new ArrayList<>(step);
        arguments.addAll(nights.command(FaultyFileSystem.path(directory), name));
        Path files = directory.resolve(name);
        try (NightProcess night =
            NightProcess.start(List.of(), files, HaltedNight.class, arguments)) {
          assertThat(night.await()).as("%s", step).isEqualTo(HaltedNight.KILLED);
        }
        mined = nights.mined(name);
        System.out.println("killed after " + step + ": " + mined + " images are mined");
      }
      Trial trial = nights.compare(name, mined, nights.run(name));
      LAST_COMMITS.forEach(step -> trials.add("" + step, trial));
      assertThat(trial).matches(Trial::clean);
    }
  }
}
