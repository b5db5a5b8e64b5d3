package org.tokenquarry.jobs.report.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RelationTest {

  @Test
  void theRankCorrelationSeesOrderAlone() {
    assertThat(relation(IntStream.range(0, 20).mapToObj(i -> pair(i, Math.exp(i))).toList()))
        .matches(r -> Math.abs(r.correlation().getAsDouble() - 1) < 1e-12);
    assertThat(relation(IntStream.range(0, 20).mapToObj(i -> pair(i, -i * i)).toList()))
        .matches(r -> Math.abs(r.correlation().getAsDouble() + 1) < 1e-12);
  }

  @Test
  void tiesShareTheirMeanRank() {
    // Reference: numpy.corrcoef of the mean ranks.
    double[] scores = {1, 3, 3, 4, 2, 6, 9, 7, 8, 5};
    Relation tied = relation(IntStream.range(0, 10).mapToObj(i -> pair(i, scores[i])).toList());
    assertThat(tied.correlation().getAsDouble()).isCloseTo(0.7659610, within(1e-6));
  }

  @Test
  void aConstantAndAHandfulHaveNoCorrelation() {
    assertThat(relation(Collections.nCopies(30, pair(1, 2))).correlation()).isEmpty();
    Relation few = relation(List.of(pair(1, 2), pair(2, 3)));
    assertThat(few.correlation()).isEmpty();
    assertThat(few.bins()).isEmpty();
  }

  @Test
  void binsHoldEquallyManyAndLoseNone() {
    Relation relation =
        relation(IntStream.range(0, 83).mapToObj(i -> pair(82 - i, i % 5)).toList());
    assertThat(relation.bins()).hasSize(8);
    assertThat(relation.bins().stream().mapToInt(Relation.Bin::tokens).sum()).isEqualTo(83);
    assertThat(relation.bins().get(0).from()).isZero();
    assertThat(relation.bins().get(7).to()).isEqualTo(82);
    assertThat(relation.bins().get(3).median()).isBetween(1.0, 3.0);
  }

  @Test
  void zerosLieOnTheFloorOfALogarithmicChart() {
    Relation relation =
        relation(IntStream.range(0, 12).mapToObj(i -> pair(i, i == 0 ? 0 : i * 1e-5)).toList());
    assertThat(ScatterChart.draw(relation, "r"))
        .contains("12 tokens.")
        .contains("Rank correlation 1.")
        .contains(" 190h0M")
        .doesNotContain("NaN");
  }

  @Test
  void aPairWithoutANumberIsRefused() {
    assertThatThrownBy(() -> pair(Double.NaN, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a pair is of finite numbers, not NaN and 1.0");
  }

  private static Relation relation(List<Relation.Pair> pairs) {
    return new Relation("divergence", "nats", AxisScale.LOG, "similarity", AxisScale.LINEAR, pairs);
  }

  private static Relation.Pair pair(double against, double score) {
    return new Relation.Pair(against, score);
  }
}
