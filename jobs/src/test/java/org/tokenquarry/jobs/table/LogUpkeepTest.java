package org.tokenquarry.jobs.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tokenquarry.jobs.Commands.run;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** The log of a table stays short, and the work of a commit the same. */
class LogUpkeepTest {

  /** With each commit adding 33 actions. */
  @Test
  void checkpointsCostTheSamePerCommitHoweverManyCommitsThereAre() {
    assertThat(written(50_000)).isLessThan(12 * written(5_000));
    assertThat(written(5_000) / 5_000).isLessThan(2_000);
  }

  /** Actions in all checkpoints after so many commits. */
  private static long written(long commits) {
    long written = 0;
    long held = 0;
    long last = 0;
    for (long commit = 1; commit <= commits; commit++) {
      if (LogUpkeep.isDue(commit - last, held)) {
        last = commit;
        held = commit * 33;
        written += held;
      }
    }
    return written;
  }

  @Test
  void theLogOfManyDaysIsThatOfTheLastWeek() {
    JsonNode bench =
        run(
                "bench",
                "log",
                "--commits",
                "200",
                "--set",
                "bench.log.commitsPerDay=10",
                "--set",
                "spark.master=local[2]")
            .json();
    JsonNode rows = bench.get("rows");
    JsonNode half = rows.get(rows.size() - 2);
    JsonNode all = rows.get(rows.size() - 1);
    assertThat(all.get("commits").asInt()).isEqualTo(200);
    assertThat(all.get("tableFiles").asLong()).isEqualTo(200 * 16);
    assertThat(half.get("commits").asInt()).isEqualTo(100);
    // Of each of at most 9 days 10 commits, each with its checksum, and checkpoints.
    assertThat(all.get("logFiles").asLong()).isLessThan(220);
    assertThat(all.get("logBytes").asDouble()).isLessThan(1.5 * half.get("logBytes").asDouble());
  }
}
