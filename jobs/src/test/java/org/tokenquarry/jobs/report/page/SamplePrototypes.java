package org.tokenquarry.jobs.report.page;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.tokenquarry.cluster.PrototypeForm;
import org.tokenquarry.jobs.table.MetricValue;
import org.tokenquarry.jobs.table.SettingChange;

/** Made-up prototypes of two clusters, and what changed since the version before. */
final class SamplePrototypes {

  private SamplePrototypes() {}

  /** 41 prototypes; some of them are of an image that is not shown. */
  static List<Prototype> prototypes(PrototypeForm form) {
    return IntStream.range(0, 41)
        .mapToObj(
            i ->
                new Prototype(
                    i,
                    form,
                    i < 30 ? 0 : 5,
                    SampleImages.imageId(i % (SampleImages.COUNT + 1)),
                    (i * 37 + 5) % SampleImages.GRID.size(),
                    SampleImages.GRID,
                    i < 30 ? 23 : 11,
                    i < 30 ? 30 : 11,
                    SampleScores.WORDS.get(i % SampleScores.WORDS.size()),
                    OptionalDouble.of(0.15 + i * 0.003),
                    OptionalDouble.of(1.3e-5 * (i + 1)),
                    i % 5 == 0 ? OptionalDouble.empty() : OptionalDouble.of(2.1e-6 * (i + 1))))
        .toList();
  }

  /** Since the version before the accuracy rose at one budget and fell at another. */
  static Drift drift() {
    return new Drift(
        2,
        new Drift.Prototypes(12, 7, 29),
        0.231,
        0.243,
        true,
        List.of(new SettingChange("cluster.clusters", "24", "64")),
        List.of(
            new Drift.Accuracy("all", "codebook", 0.2, measured(0.84), measured(0.86)),
            new Drift.Accuracy("all", "codebook", 0.05, measured(0.75), measured(0.71))));
  }

  private static MetricValue measured(double value) {
    return new MetricValue(value, value - 0.013, value + 0.012);
  }
}
