package org.tokenquarry.divergence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class KullbackLeiblerTest {

  private static final float[] EVEN = {1, 1};
  private static final float[] THREE_TO_ONE = {(float) Math.log(3), 0};

  @Test
  void isSeenFromTheFirst() {
    assertThat(KullbackLeibler.of(EVEN, THREE_TO_ONE))
        .isCloseTo(0.5 * Math.log(0.5 / 0.75) + 0.5 * Math.log(0.5 / 0.25), within(1e-7));
    assertThat(KullbackLeibler.of(THREE_TO_ONE, EVEN))
        .isCloseTo(0.75 * Math.log(0.75 / 0.5) + 0.25 * Math.log(0.25 / 0.5), within(1e-7));
    assertThat(KullbackLeibler.of(EVEN, new float[] {7, 7})).isZero();
  }

  @Test
  void aWordThatIsImpossibleCountsOnOneSideOnly() {
    float[] never = {0, Float.NEGATIVE_INFINITY};
    assertThat(KullbackLeibler.of(never, EVEN)).isCloseTo(Math.log(2), within(1e-12));
    assertThat(KullbackLeibler.of(EVEN, never)).isInfinite();
  }

  @Test
  void logitsThatAreNoNumbersAreRefused() {
    assertThatThrownBy(() -> KullbackLeibler.of(EVEN, new float[] {Float.NaN, 0}))
        .isInstanceOf(NonFiniteLogitException.class);
    assertThatThrownBy(() -> KullbackLeibler.of(EVEN, new float[1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("logits of 2 and 1 tokens cannot be compared");
  }
}
