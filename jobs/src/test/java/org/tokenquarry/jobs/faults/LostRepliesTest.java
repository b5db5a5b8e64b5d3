package org.tokenquarry.jobs.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tokenquarry.jobs.ClusteredWarehouse;
import org.tokenquarry.jobs.Commands;
import org.tokenquarry.jobs.FaultyFileSystem;
import org.tokenquarry.jobs.LocalSpark;
import org.tokenquarry.jobs.cli.ExitCode;

/**
 * The reply to a commit is lost, and those to the next seven are not. Nights that begin the count
 * at each of eight commits lose the reply to every one. They end well at once.
 */
class LostRepliesTest extends FaultTrials {

  private static final int STEP = 8;

  private static Nights nights;

  /** Loses the reply to every eighth commit. */
  private static final class Loss implements FaultyFileSystem.Fault {

    private final AtomicInteger commits;

    /**
     * From now on.
     *
     * @param first the first one, from 1 to 8
     */
    Loss(int first) {
      this.commits = new AtomicInteger(STEP - first);
      FaultyFileSystem.is(this);
    }

    @Override
    public void afterRename(org.apache.hadoop.fs.Path renamed) throws IOException {
      if (FaultyFileSystem.isCommit(renamed, "[a-z]+") && commits.incrementAndGet() % STEP == 0) {
        throw new IOException("the reply was lost");
      }
    }

    int lost() {
      return commits.get() / STEP;
    }
  }

  @BeforeAll
  static void prepare() throws IOException {
    nights = new Nights(directory);
  }

  @Test
  void theReplyToACommitOfANightIsLost() {
    int lost = 0;
    try (Trials trials = new Trials("reply to every 8th commit lost, from the n-th on")) {
      for (int first = 1; first <= STEP; first++) {
        String name = "lost" + first;
        Loss loss = new Loss(first);
        Commands.Result night = faultyNight(name);
        FaultyFileSystem.mend();
        lost += loss.lost();
        add(trials, first, nights.compare(name, 0, night));
      }
    }
    assertThat(lost).as("commits of a night").isGreaterThan(28);
  }

  @Test
  void theReplyToACommitOfEvaluateOrPublishIsLost() throws IOException {
    int lost = 0;
    try (Trials trials = new Trials("reply to every 8th commit of evaluate and publish lost")) {
      String calm = published("calm");
      for (int first = 1; first <= STEP; first++) {
        Loss loss = new Loss(first);
        boolean same = published("publish" + first).equals(calm);
        lost += loss.lost();
        add(trials, first, new Trial(same, 0, 0, 0));
      }
    }
    assertThat(lost).as("commits of a night").isGreaterThan(6);
  }

  private static void add(Trials trials, int first, Trial trial) {
    trials.add("n = " + first, trial);
    assertThat(trial).matches(Trial::clean);
  }

  /** Evaluates and publishes, and says how the tables are then. */
  private static String published(String name) throws IOException {
    ClusteredWarehouse.copy(directory.resolve(ClusteredWarehouse.NAME), directory.resolve(name));
    Commands.Result night =
        faulty()
            .run(
                name,
                "nightly",
                ClusteredWarehouse.scenes().toString(),
                "--questions",
                ClusteredWarehouse.heldOut().toString(),
                "--set",
                "nightly.verbs=[evaluate, publish]",
                "--set",
                "evaluate.pruners=[codebook, codebook-diverse, random]",
                "--set",
                "evaluate.budgets=[0.2]",
                "--set",
                "evaluate.maxAnswerTokens=3",
                "--set",
                "evaluate.seeds=[1]",
                "--set",
                "publish.notWorseThanRandom=false",
                "--set",
                "evaluate.bootstrapSamples=20");
    FaultyFileSystem.mend();
    assertThat(night.code()).as("%s", night.json()).isEqualTo(ExitCode.DONE);
    String untimed = "metric <> 'prefill-seconds'";
    return rows(name, "evaluations", untimed, "pruner", "keep", "metric", "value")
        + rows(name, "aliases", "true", "alias", "move", "version");
  }

  /** In an order of their own. */
  private static String rows(String name, String table, String condition, String... columns) {
    return LocalSpark.session()
        .read()
        .format("delta")
        .load(directory.resolve(name).resolve(table).toString())
        .filter(condition)
        .selectExpr(columns)
        .toJSON()
        .collectAsList()
        .stream()
        .sorted()
        .toList()
        .toString();
  }
}
