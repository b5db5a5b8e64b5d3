package org.tokenquarry.numeric;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuantilesTest {

  private static final Quantiles FOUR = Quantiles.of(new double[] {8, 1, 4, 2});

  @Test
  void interpolatedIsLinearBetweenTheTwoNearest() {
    assertThat(FOUR.interpolated(0)).isEqualTo(1);
    assertThat(FOUR.interpolated(0.25)).isEqualTo(1.75);
    assertThat(FOUR.interpolated(0.5)).isEqualTo(3);
    assertThat(FOUR.interpolated(1)).isEqualTo(8);
  }

  @Test
  void reachedIsOneOfTheNumbers() {
    assertThat(FOUR.reached(0)).isEqualTo(1);
    assertThat(FOUR.reached(0.25)).isEqualTo(1);
    assertThat(FOUR.reached(0.26)).isEqualTo(2);
    assertThat(FOUR.reached(1)).isEqualTo(8);
  }

  @Test
  void betweenIsNoneOfTheNumbersButTheLargest() {
    assertThat(FOUR.between(0)).isEqualTo(1.5);
    assertThat(FOUR.between(0.5)).isEqualTo(3);
    assertThat(FOUR.between(1)).isEqualTo(8);
  }

  @Test
  void aMedianOfAnEvenNumberIsTheMeanOfTwo() {
    assertThat(FOUR.median()).isEqualTo(3);
    assertThat(Quantiles.of(new double[] {5, 9, 7}).median()).isEqualTo(7);
  }
}
