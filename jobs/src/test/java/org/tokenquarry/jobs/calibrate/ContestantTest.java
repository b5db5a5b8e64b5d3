package org.tokenquarry.jobs.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ContestantTest {

  @Test
  void allBudgetsCountTheSameWhateverWasAsked() {
    Contestant<String> contestant = new Contestant<>(3, "c", "tried", List.of(0.2, 0.1));
    contestant.addUnpruned(8, 10);
    contestant.add(0.2, 8, 10);
    assertThat(contestant.scored()).isFalse();
    contestant.add(0.1, 2, 5);
    contestant.add(0.1, 2, 5);

    assertThat(contestant.relative(0.2)).isCloseTo(1, within(1e-12));
    assertThat(contestant.relative(0.1)).isCloseTo(0.5, within(1e-12));
    assertThat(contestant.meanRelative()).isCloseTo(0.75, within(1e-12));
    assertThat(contestant.scored()).isTrue();
  }

  @Test
  void theBetterComesFirstAndOfEqualsTheOneThatWasListedFirst() {
    Contestant<String> good = reaching(2, 9);
    Contestant<String> same = reaching(1, 9);
    Contestant<String> best = reaching(7, 10);

    assertThat(Stream.of(good, same, best).sorted(Contestant.BEST_FIRST))
        .containsExactly(best, same, good);
  }

  @Test
  void whereNothingIsKnownAllAreEqual() {
    Contestant<String> contestant = new Contestant<>(0, "c", "tried", List.of(0.5));
    contestant.addUnpruned(0, 10);
    contestant.add(0.5, 3, 10);
    assertThat(contestant.meanRelative()).isZero();

    Contestant<String> unscored = new Contestant<>(0, "c", "tried", List.of(0.5));
    unscored.addUnpruned(5, 10);
    assertThat(unscored.answered()).isFalse();
    unscored.add(0.5, 0, 0);
    assertThat(unscored.answered()).isTrue();
    assertThat(unscored.scored()).isFalse();
    assertThat(unscored.meanRelative()).isZero();
  }

  private static Contestant<String> reaching(int place, double score) {
    Contestant<String> contestant = new Contestant<>(place, "c", "tried", List.of(0.2));
    contestant.addUnpruned(10, 10);
    contestant.add(0.2, score, 10);
    return contestant;
  }
}
