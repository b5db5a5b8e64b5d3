package org.tokenquarry.jobs.report.page;

import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.tokenquarry.jobs.report.chart.AxisScale;
import org.tokenquarry.jobs.report.chart.Relation;

/** A made-up analysis of tokens with their words. */
final class SampleAnalyses {

  private SampleAnalyses() {}

  /** Four relations and two groups, one of them with a token of an image that is not shown. */
  static Analysis analysis() {
    Random random = new Random(5);
    return new Analysis(
        192,
        12,
        "[CLS]",
        true,
        List.of(
            relation(random, "Top-1 probability", AxisScale.LINEAR, "similarity to [CLS]"),
            relation(random, "Combined divergence", AxisScale.LOG, "similarity to [CLS]"),
            relation(random, "Top-1 probability", AxisScale.LINEAR, "text-to-image attention"),
            relation(random, "Combined divergence", AxisScale.LOG, "text-to-image attention")),
        List.of(
            new Analysis.Group(
                "Sure of a word, though unlike [CLS]",
                "Of the half of the tokens least similar to [CLS], the most probable words.",
                IntStream.range(0, 4).mapToObj(SampleAnalyses::portrait).toList()),
            new Analysis.Group(
                "Says nothing",
                "Of no image of this page.",
                List.of(portrait(SampleImages.COUNT)))));
  }

  private static Relation relation(Random random, String score, AxisScale scale, String against) {
    return new Relation(
        score,
        scale == AxisScale.LOG ? "nats" : "probability",
        scale,
        against,
        against.endsWith("attention") ? AxisScale.LOG : AxisScale.LINEAR,
        IntStream.range(0, 192)
            .mapToObj(
                i ->
                    new Relation.Pair(
                        random.nextDouble(),
                        i % 50 == 0 ? 0 : Math.exp(-3 - random.nextDouble() * 2)))
            .toList());
  }

  private static Analysis.Token portrait(int i) {
    return new Analysis.Token(
        SampleImages.imageId(i),
        13 + 3 * i,
        SampleImages.GRID,
        -0.2 + 0.1 * i,
        i == 1 ? OptionalDouble.empty() : OptionalDouble.of(0.004),
        List.of(new Analysis.Said("wall", 0.61), new Analysis.Said("<script>", 0.2)),
        new Analysis.Effect(
            0.02, List.of(new Analysis.Added("red", 3.4844), new Analysis.Added("grass", -1.2))),
        new Analysis.Effect(1.2e-5, List.of(new Analysis.Added("red", 0.2969))));
  }
}
