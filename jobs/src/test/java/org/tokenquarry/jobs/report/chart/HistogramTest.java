package org.tokenquarry.jobs.report.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HistogramTest {

  @Test
  void theThresholdDividesBinsExactly() {
    double[] samples = new Random(3).doubles(5000, 1e-7, 1).map(v -> v * v * v).toArray();
    samples[0] = 2e-3;
    Distribution counted =
        Distribution.of("d", "nats", "", samples, AxisScale.LOG, OptionalDouble.of(2e-3));
    long below = Arrays.stream(samples).filter(v -> v < 2e-3).count();
    assertThat(counted.histogram().edges()).contains(2e-3).isSorted();
    assertThat(counted.histogram().below(2e-3)).isEqualTo(below);
    assertThat(counted.shareBelow()).hasValue(below / 5000.0);
    assertThat(counted.histogram().measured()).isEqualTo(5000);
  }

  @Test
  void zerosAndMissingScoresAreCountedApart() {
    double[] samples = {0, 1e-4, Double.NaN, 1e-3, 0};
    Histogram histogram = Histogram.of(samples, AxisScale.LOG, OptionalDouble.of(1e-3));
    assertThat(histogram.zeros()).isEqualTo(2);
    assertThat(histogram.missing()).isEqualTo(1);
    assertThat(histogram.measured()).isEqualTo(4);
    assertThat(histogram.below(1e-3)).isEqualTo(3);
  }

  @Test
  void aThresholdOutsideTheSamplesIsStillOnTheAxis() {
    double[] samples = {0.5, 0.5};
    double[] above = Histogram.of(samples, AxisScale.LINEAR, OptionalDouble.of(0.9)).edges();
    double[] below = Histogram.of(samples, AxisScale.LINEAR, OptionalDouble.of(0.1)).edges();
    assertThat(above).contains(0.9);
    assertThat(below).contains(0.1);
    assertThat(above[0]).isLessThanOrEqualTo(0.5);
    assertThat(below[below.length - 1]).isGreaterThan(0.5);
  }

  @Test
  void noSamplesMakeNoBins() {
    Histogram histogram =
        Histogram.of(new double[] {Double.NaN}, AxisScale.LINEAR, OptionalDouble.of(0.1));
    assertThat(histogram.counts()).isEmpty();
    assertThat(histogram.measured()).isZero();
    assertThat(histogram.missing()).isEqualTo(1);
  }
}
