package org.tokenquarry.jobs.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThresholdsTest {

  @ParameterizedTest
  @CsvSource({
    "0,                   1e-12",
    "0.25,                0.250001",
    "0.088,               0.0880001",
    "0.29059231464296087, 0.290593",
    "2.6520094599e-4,     2.65201e-4",
    "9.99999999e-9,       1e-8",
    "123.4567,            123.457",
  })
  void aThresholdIsShortAndStrictlyAboveItsQuantile(double quantile, double threshold) {
    Thresholds proposed = Thresholds.above(0.5, quantile);

    assertThat(proposed.maxDivergence()).isEqualTo(threshold).isGreaterThan(quantile);
  }

  @Test
  void noProbabilityLiesAboveOne() {
    assertThat(Thresholds.above(0.9999999, 3)).isEqualTo(new Thresholds(1, 3.00001));
  }
}
