package org.tokenquarry.jobs.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tokenquarry.jobs.Commands;
import org.tokenquarry.jobs.cli.ExitCode;

/**
 * A night that is paused before a commit for longer than its lease, while another one takes the
 * warehouse over and ends. The first then goes on, and commits nothing more.
 */
class PausedOwnerTest extends FaultTrials {

  private static final String[] SHORT = {"--set", "warehouse.lease=3s"};

  /** Tables with the number of the commit that is not made in time: 0 makes the table. */
  private static final List<String> COMMITS =
      List.of(
          "contents 0",
          "contents 1",
          "images 1",
          "sources 1",
          "experiments 0",
          "experiments 1",
          "mined 1",
          "codebooks 1",
          "codebooks 2",
          "prototypes 0",
          "prototypes 1",
          "aliases 1",
          "steps 1",
          "runs 1");

  private static Nights nights;

  @BeforeAll
  static void prepare() throws IOException {
    nights = new Nights(directory);
  }

  @Test
  void theOwnerOfALeaseIsPausedBeyondItsTime() {
    try (Trials trials = new Trials("lease owner paused beyond its time, before a commit")) {
      for (String commit : COMMITS) {
        Trial trial = pausedBefore(commit);
        trials.add(commit, trial);
        assertThat(trial).matches(Trial::clean);
      }
    }
  }

  private static Trial pausedBefore(String commit) {
    String name = "paused-" + commit.replace(' ', '-');
    String end = commit.replaceFirst(" ", "/_delta_log/%019d").formatted(0) + ".json";
    Contest.Run owner;
    Commands.Result next;
    long mined;
    try (Contest contest =
        new Contest((run, path) -> run.passed() == 0 && path.toString().endsWith("/" + end))) {
      owner = contest.start(() -> faultyNight(name, SHORT));
      assertThat(contest.waiting()).as("paused before %s", commit).containsExactly(owner);
      mined = nights.mined(name);
      // A try takes as long as to look at the lease.
      do {
        next = faultyNight(name, SHORT);
      } while (next.error("code").equals("warehouse-in-use"));
    }
    showOutput();
    assertThat(owner.result().code()).as("%s", owner.result().json()).isEqualTo(ExitCode.LOST_RACE);
    assertThat(owner.result().error("code")).isIn("lease-lost", "lost-race");
    return nights.compare(name, mined, next);
  }
}
