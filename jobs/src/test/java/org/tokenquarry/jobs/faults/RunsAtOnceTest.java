package org.tokenquarry.jobs.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tokenquarry.jobs.Commands;
import org.tokenquarry.jobs.cli.ExitCode;

/**
 * Nights that begin at the same time in a warehouse that does not exist yet, in every order of the
 * commits that decide: who makes the table of the lease, who takes it, who makes the first table.
 */
class RunsAtOnceTest extends FaultTrials {

  private static final Pattern RUN = Pattern.compile("runId\\\\\":\\\\\"([^\\\\]+)");
  private static final Set<String> LOST = Set.of("lost-race", "warehouse-in-use", "lease-lost");

  private static Nights nights;

  /** One decision: which of the runs that could go on did. */
  private record Choice(int taken, int of) {}

  @BeforeAll
  static void prepare() throws IOException {
    nights = new Nights(directory);
  }

  @Test
  void ofTwoRunsOneWins() throws IOException {
    everyOrder(2, "(lease/_delta_log/0*[01]|contents/_delta_log/0*|experiments/_delta_log/0*)");
  }

  @Test
  void ofThreeRunsOneWins() throws IOException {
    everyOrder(3, "lease/_delta_log/0*[01]");
  }

  private static void everyOrder(int runs, String commits) throws IOException {
    Pattern stop = Pattern.compile(".*/" + commits + "\\.json");
    try (Trials trials = new Trials(runs + " runs at once, every order of their first commits")) {
      List<Integer> order = new ArrayList<>();
      do {
        String name = runs + "runs" + order.toString().replaceAll("\\D", "");
        List<Choice> choices = trial(name, runs, order, stop, trials);
        order = next(choices);
      } while (!order.isEmpty());
    }
  }

  private static List<Choice> trial(
      String name, int runs, List<Integer> order, Pattern stop, Trials trials) throws IOException {
    List<Choice> choices = new ArrayList<>();
    List<Contest.Run> started = new ArrayList<>();
    try (Contest contest = new Contest((run, path) -> stop.matcher(path.toString()).matches())) {
      for (int i = 0; i < runs; i++) {
        started.add(contest.start(() -> faultyNight(name)));
      }
      for (List<Contest.Run> next = next(contest); !next.isEmpty(); next = next(contest)) {
        int taken = choices.size() < order.size() ? order.get(choices.size()) : 0;
        choices.add(new Choice(taken, isTaken(name) && runs > 2 ? taken + 1 : next.size()));
        contest.let(next.get(taken));
      }
    }
    showOutput();
    List<Commands.Result> lost =
        started.stream()
            .map(Contest.Run::result)
            .filter(result -> result.code() != ExitCode.DONE)
            .toList();
    assertThat(lost).as(name).hasSize(runs - 1);
    assertThat(lost)
        .allSatisfy(
            each -> {
              assertThat(each.code()).as("%s", each.json()).isEqualTo(ExitCode.LOST_RACE);
              assertThat(each.error("code")).isIn(LOST);
            });
    assertThat(writers(name)).as("runs that wrote to %s", name).hasSize(1);
    long mined = nights.mined(name);
    Commands.Result again = null;
    for (int i = 0; i < lost.size(); i++) {
      again = nights.run(name);
    }
    Trial trial = nights.compare(name, mined, again);
    trials.add("order " + choices.stream().map(Choice::taken).toList(), trial);
    assertThat(trial).matches(Trial::clean);
    return choices;
  }

  /** Then it makes no difference in which order the others lose. */
  private static boolean isTaken(String name) {
    return Files.exists(directory.resolve(name + "/lease/_delta_log/%020d.json".formatted(1)));
  }

  /** Of the runs that have not passed any commit, one stands for all. */
  private static List<Contest.Run> next(Contest contest) {
    List<Contest.Run> next = new ArrayList<>();
    boolean fresh = false;
    for (Contest.Run run : contest.waiting()) {
      if (run.passed() > 0 || !fresh) {
        next.add(run);
      }
      fresh |= run.passed() == 0;
    }
    return next;
  }

  /** The next order; empty if that was the last. */
  private static List<Integer> next(List<Choice> choices) {
    int last = choices.size() - 1;
    while (last >= 0 && choices.get(last).taken() == choices.get(last).of() - 1) {
      last--;
    }
    List<Integer> next = new ArrayList<>();
    for (int i = 0; i <= last; i++) {
      next.add(choices.get(i).taken() + (i == last ? 1 : 0));
    }
    return next;
  }

  private static Set<String> writers(String name) throws IOException {
    Set<String> writers = new TreeSet<>();
    try (Stream<Path> files = Files.walk(directory.resolve(name))) {
      for (Path file :
          files.filter(each -> each.toString().matches(".*/\\d{20}\\.json")).toList()) {
        Matcher run = RUN.matcher(Files.readString(file));
        while (run.find()) {
          writers.add(run.group(1));
        }
      }
    }
    return writers;
  }
}
