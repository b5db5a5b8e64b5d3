package org.tokenquarry.jobs.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {

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
  void numbers_have_three_digits(double value, String shown) {
    assertThat(Figures.number(value).replace('\u202f', ' ')).isEqualTo(shown);
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
  void percentages_keep_what_tells_figures_apart(double fraction, String shown) {
    assertThat(Figures.percent(fraction).replace('\u202f', ' ')).isEqualTo(shown);
  }

  @Test
  void budgets_are_as_short_as_they_can_be() {
    assertThat(Figures.budget(0.05)).isEqualTo("5\u202f%");
    assertThat(Figures.budget(1.0 / 3)).isEqualTo("33.3\u202f%");
  }

  @Test
  void intervals_name_their_unit_once() {
    assertThat(Figures.interval(0.8012, 1)).isEqualTo("80.1 to 100.0\u202f%");
  }

  @Test
  void counts_are_grouped() {
    assertThat(Figures.count(1234567)).isEqualTo("1,234,567");
    assertThat(Figures.share(0, 0)).isEqualTo("–");
  }
}
