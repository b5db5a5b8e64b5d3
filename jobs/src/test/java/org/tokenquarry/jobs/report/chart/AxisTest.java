package org.tokenquarry.jobs.report.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AxisTest {

  @Test
  void aLogarithmicAxisMayRunBackwards() {
    Axis axis = new Axis(AxisScale.LOG, 0.5, 0.05, 0, 100);
    assertThat(axis.at(0.5)).isCloseTo(0, within(1e-9));
    assertThat(axis.at(Math.sqrt(0.5 * 0.05))).isCloseTo(50, within(1e-9));
    assertThat(axis.at(0.05)).isCloseTo(100, within(1e-9));
  }

  @Test
  void ticksAreRound() {
    assertThat(new Axis(AxisScale.LINEAR, 0.61, 0.89, 0, 1).ticks(5))
        .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-12 ? 0 : Double.compare(a, b))
        .containsExactly(0.7, 0.8);
    Axis decades = new Axis(AxisScale.LOG, 3e-8, 0.2, 0, 1);
    assertThat(decades.ticks(5)).hasSize(4);
    assertThat(decades.ticks(5).stream().map(decades::name))
        .containsExactly("10⁻⁷", "10⁻⁵", "10⁻³", "10⁻¹");
  }

  @Test
  void aNarrowLogarithmicAxisHasPlainTicks() {
    Axis axis = new Axis(AxisScale.LOG, 0.2, 0.7, 0, 1);
    assertThat(axis.ticks(5).stream().map(axis::name)).containsExactly("0.5");
  }
}
