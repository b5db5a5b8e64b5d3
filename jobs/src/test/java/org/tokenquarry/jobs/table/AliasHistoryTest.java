package org.tokenquarry.jobs.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What an alias stands for, stood for, and goes back to, follows from its moves alone. */
class AliasHistoryTest {

  private static final Instant BEGIN = Instant.parse("2026-11-26T10:00:00Z");
  private static final RunInfo RUN = new RunInfo("run", "promote", "", "");

  /** The model: versions that are served, a promotion on top, a rollback off the top. */
  @Test
  void rollbacksGoBackThroughWhatWasServedAndNotBackAndForth() {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      List<AliasMove> moves = new ArrayList<>();
      Deque<Long> served = new ArrayDeque<>();
      for (int step = 0; step < 25; step++) {
        AliasHistory history = shuffled(moves, random);
        List<AliasMove> before = history.before("champion");
        assertThat(before)
            .as("seed %d, step %d: %s", seed, step, moves)
            .extracting(AliasMove::version)
            .containsExactlyElementsOf(served.stream().skip(1).toList());
        Instant now = BEGIN.plusSeconds(random.nextInt(-50, 50));
        if (!before.isEmpty() && random.nextInt(3) == 0) {
          AliasMove earlier = before.get(0);
          moves.add(history.next("champion", earlier.version(), earlier.move(), now, RUN));
          served.pop();
        } else {
          long version = 1L + random.nextInt(5);
          if (!Long.valueOf(version).equals(served.peek())) {
            moves.add(history.next("champion", version, null, now, RUN));
            served.push(version);
          }
        }
        assertThat(shuffled(moves, random).current("champion").map(AliasMove::version))
            .contains(served.peek());
      }
      assertThat(moves).extracting(AliasMove::movedAt).isSorted();
      assertThat(moves)
          .extracting(AliasMove::move)
          .containsExactlyElementsOf(LongStream.rangeClosed(1, moves.size()).boxed().toList());
    }
  }

  @Test
  void thePastIsKnownAtEveryInstant() {
    AliasHistory history =
        new AliasHistory(
            List.of(
                move("champion", 1, 1, 0),
                move("candidate", 1, 2, 5),
                move("champion", 2, 2, 10),
                move("champion", 3, 1, 20)));
    assertThat(history.at(BEGIN.minusSeconds(1)).current()).isEmpty();
    assertThat(history.at(BEGIN).namesOf(1)).containsExactly("champion");
    assertThat(history.at(BEGIN.plusSeconds(10)).namesOf(2))
        .containsExactly("candidate", "champion");
    assertThat(history.namesOf(2)).containsExactly("candidate");
    assertThat(history.last("champion", 2).map(AliasMove::movedAt)).contains(BEGIN.plusSeconds(10));
  }

  @Test
  void aVersionThatWasTakenBackIsKnownUntilItIsBroughtBack() {
    List<AliasMove> moves = new ArrayList<>();
    moves.add(move("champion", 1, 1, 0));
    moves.add(move("champion", 2, 2, 1));
    moves.add(new AliasMove("champion", 3, 1, 1L, BEGIN.plusSeconds(2), "run", "rollback"));
    assertThat(new AliasHistory(moves).takenBack("champion", 2)).isPresent();
    assertThat(new AliasHistory(moves).takenBack("champion", 1)).isEmpty();
    moves.add(move("champion", 4, 2, 3));
    assertThat(new AliasHistory(moves).takenBack("champion", 2)).isEmpty();
  }

  private static AliasHistory shuffled(List<AliasMove> moves, Random random) {
    List<AliasMove> shuffled = new ArrayList<>(moves);
    Collections.shuffle(shuffled, random);
    return new AliasHistory(shuffled);
  }

  private static AliasMove move(String alias, long number, long version, int second) {
    return new AliasMove(alias, number, version, null, BEGIN.plusSeconds(second), "run", "promote");
  }
}
