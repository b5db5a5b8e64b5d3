package org.tokenquarry.jobs.report.chart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberTextTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0.12345, 0.123",
    "64, 64",
    "1234.5, '1230'",
    "-0.5, −0.5",
    "9.1e-5, 9.1 × 10⁻⁵",
    "0.000123456, 1.23 × 10⁻⁴",
    "9.999e-5, 1 × 10⁻⁴",
    "NaN, –"
  })
  void numbersHaveThreeDigits(double value, String shown) {
    assertThat(NumberText.number(value).replace('\u202f', ' ')).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 %",
    "1, 100 %",
    "1.0042, 100.4 %",
    "0.98765, 98.8 %",
    "0.0512, 5.12 %",
    "0.00512, 0.51 %",
    "0.99999, 100.0 %",
    "NaN, –"
  })
  void percentagesKeepWhatTellsNumbersApart(double fraction, String shown) {
    assertThat(NumberText.percent(fraction).replace('\u202f', ' ')).isEqualTo(shown);
  }

  @Test
  void shortPercentagesAreAsShortAsTheyCanBe() {
    assertThat(NumberText.shortPercent(0.05)).isEqualTo("5\u202f%");
    assertThat(NumberText.shortPercent(1.0 / 3)).isEqualTo("33.3\u202f%");
  }

  @Test
  void intervalsNameTheirUnitOnce() {
    assertThat(NumberText.interval(0.8012, 1)).isEqualTo("80.1 to 100.0\u202f%");
  }

  @Test
  void countsAreGrouped() {
    assertThat(NumberText.count(1234567)).isEqualTo("1,234,567");
    assertThat(NumberText.share(0, 0)).isEqualTo("–");
  }
}
