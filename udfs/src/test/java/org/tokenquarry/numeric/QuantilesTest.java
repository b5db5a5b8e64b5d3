package org.tokenquarry.numeric;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuantilesTest {

  private static final Quantiles FOUR = Quantiles.of(new double[] {8, 1, 4, 2});

  @Test
  void interpolated_is_linear_between_the_two_nearest() {
    assertThat(FOUR.interpolated(0)).isEqualTo(1);
    assertThat(FOUR.interpolated(0.25)).isEqualTo(1.75);
    assertThat(FOUR.interpolated(0.5)).isEqualTo(3);
    assertThat(FOUR.interpolated(1)).isEqualTo(8);
  }

  @Test
  void reached_is_one_of_the_numbers() {
    assertThat(FOUR.reached(0)).isEqualTo(1);
    assertThat(FOUR.reached(0.25)).isEqualTo(1);
    assertThat(FOUR.reached(0.26)).isEqualTo(2);
    assertThat(FOUR.reached(1)).isEqualTo(8);
  }

  @Test
  void between_is_none_of_the_numbers_but_the_largest() {
    assertThat(FOUR.between(0)).isEqualTo(1.5);
    assertThat(FOUR.between(0.5)).isEqualTo(3);
    assertThat(FOUR.between(1)).isEqualTo(8);
  }

  @Test
  void a_median_of_an_even_number_is_the_mean_of_two() {
    assertThat(FOUR.median()).isEqualTo(3);
    assertThat(Quantiles.of(new double[] {5, 9, 7}).median()).isEqualTo(7);
  }
}
