package org.tokenquarry.divergence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Comparator;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class HeadVocabularyTest {

  // Few distinct values, so that many are equal.
  @Provide
  Arbitrary<float[]> tiedLogits() {
    return Arbitraries.integers()
        .between(-4, 4)
        .map(i -> i / 2f)
        .array(float[].class)
        .ofMinSize(1)
        .ofMaxSize(60);
  }

  @Property
  void equalsAFullStableSort(
      @ForAll("tiedLogits") float[] logits, @ForAll @IntRange(min = 1, max = 70) int k) {
    int[] sorted =
        IntStream.range(0, logits.length)
            .boxed()
            .sorted(Comparator.comparing(i -> -logits[i] + 0.0))
            .limit(k)
            .mapToInt(Integer::intValue)
            .toArray();

    assertThat(HeadVocabulary.largest(logits, k)).isEqualTo(sorted);
  }

  @Property
  void topOneLeadsTheHead(
      @ForAll("tiedLogits") float[] logits, @ForAll @IntRange(min = 1, max = 50) int k) {
    TopOne top = TopOne.of(logits, k);

    assertThat(top.token()).isEqualTo(HeadVocabulary.largest(logits, 1)[0]);
    assertThat(top.probability()).isBetween(1.0 / Math.min(k, logits.length) - 1e-12, 1.0);
  }

  @Test
  void theSignOfZeroDoesNotDecide() {
    assertThat(HeadVocabulary.largest(new float[] {-0f, 0f, -0f}, 2)).containsExactly(0, 1);
  }

  @Test
  void maskedTokensComeLast() {
    float minus = Float.NEGATIVE_INFINITY;
    assertThat(HeadVocabulary.largest(new float[] {minus, 1, minus, 2}, 3))
        .containsExactly(3, 1, 0);
  }

  @Test
  void whatHasNoOrderIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HeadVocabulary.largest(new float[] {1, Float.NaN}, 1))
        .withMessage("the logit of token 1 is NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HeadVocabulary.largest(new float[0], 1))
        .withMessage("no head of 1 among 0 logits");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HeadVocabulary.largest(new float[] {1}, 0))
        .withMessage("no head of 0 among 1 logits");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TopOne.of(new float[] {1, Float.POSITIVE_INFINITY}, 2))
        .withMessage("the logit of token 1 is Infinity");
  }
}
