package org.tokenquarry.prune;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class OtsuSplitTest {

  @Test
  void theCutIsWhereTheGapIs() {
    assertThat(OtsuSplit.upper(new double[] {0.9, 0.1, 0.95, 0.2, 0.85}))
        .isEqualTo(BitSet.valueOf(new long[] {0b10101}));
  }

  @Test
  void equalValuesStayTogether() {
    assertThat(OtsuSplit.upper(new double[] {0.3, 0.3, 0.3}).cardinality()).isEqualTo(3);
    assertThat(OtsuSplit.upper(new double[] {0.5}).cardinality()).isEqualTo(1);
    assertThat(OtsuSplit.upper(new double[] {2, 1, 2, 1, 2}))
        .isEqualTo(BitSet.valueOf(new long[] {0b10101}));
  }

  // Of all cuts of sorted values the one with the least variance within the parts.
  @Property(tries = 200)
  void noOtherCutLeavesLessVariance(
      @ForAll Random random, @ForAll @IntRange(min = 2, max = 30) int count) {
    double[] values = IntStream.range(0, count).mapToDouble(i -> random.nextGaussian()).toArray();
    BitSet upper = OtsuSplit.upper(values);
    double reached = within(values, i -> upper.get(i)) + within(values, i -> !upper.get(i));
    for (double threshold : values) {
      double other =
          within(values, i -> values[i] >= threshold) + within(values, i -> values[i] < threshold);
      assertThat(reached).isLessThanOrEqualTo(other + 1e-9);
    }
  }

  private static double within(double[] values, IntPredicate part) {
    double[] some =
        IntStream.range(0, values.length).filter(part).mapToDouble(i -> values[i]).toArray();
    double mean = Arrays.stream(some).average().orElse(0);
    return Arrays.stream(some).map(v -> (v - mean) * (v - mean)).sum();
  }
}
