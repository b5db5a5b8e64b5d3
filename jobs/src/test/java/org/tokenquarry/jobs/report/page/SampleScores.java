package org.tokenquarry.jobs.report.page;

import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.tokenquarry.jobs.report.chart.AxisScale;
import org.tokenquarry.jobs.report.chart.Distribution;
import org.tokenquarry.jobs.table.Funnel;
import org.tokenquarry.jobs.table.StageCount;

/**
 * Made-up scores: how many tokens passed which stage, how scores are distributed, what tokens say.
 */
final class SampleScores {

  /** Words that tokens say, the most frequent first. */
  static final List<String> WORDS =
      List.of("wall", "grass", "sand", "brick", "circle", "red", "star", "nothing");

  private SampleScores() {}

  /** The settings that decided. */
  static List<ReportModel.Threshold> thresholds() {
    return List.of(
        new ReportModel.Threshold(
            "theta-p", 0.31, "A token whose top-1 probability is below says little by itself."),
        new ReportModel.Threshold(
            "theta-j", 9.1e-5, "A token whose combined divergence is below changes little."),
        new ReportModel.Threshold(
            "u-min", 4, "A cluster must come from more distinct images than this."));
  }

  /** Five stages, the last of which is of {@code cluster}. */
  static Funnel funnel() {
    return new Funnel(
        64,
        9216,
        2241,
        List.of(
            new StageCount("within-image clusters", 9216, 6120),
            new StageCount("single token", 6120, 3710),
            new StageCount("region leave-one-out", 3710, 2894),
            new StageCount("global leave-one-out", 2894, 2241),
            new StageCount("context-independent condition", 2241, 41)));
  }

  /** The distributions of four scores, two of them with a threshold. */
  static List<Distribution> distributions() {
    Random random = new Random(1);
    double[] top1 =
        DoubleStream.generate(() -> Math.min(0.99, 0.149 + Math.abs(random.nextGaussian()) * 0.24))
            .limit(9216)
            .toArray();
    return List.of(
        Distribution.of(
            "Top-1 probability",
            "probability",
            "How sure the model is of one word when it sees this token alone.",
            top1,
            AxisScale.LINEAR,
            OptionalDouble.of(0.31)),
        Distribution.of(
            "Region divergence",
            "nats",
            "What changes when the token is taken out of its 3×3 window.",
            divergences(random, -4.4, 3710),
            AxisScale.LOG,
            OptionalDouble.empty()),
        Distribution.of(
            "Global divergence",
            "nats",
            "What changes when its window is taken out of the whole image.",
            divergences(random, -4.9, 2894),
            AxisScale.LOG,
            OptionalDouble.empty()),
        Distribution.of(
            "Combined divergence",
            "nats",
            "Region plus 16 times global divergence.",
            divergences(random, -3.9, 2894),
            AxisScale.LOG,
            OptionalDouble.of(9.1e-5)));
  }

  private static double[] divergences(Random random, double centre, int measured) {
    return IntStream.range(0, 9216)
        .mapToDouble(
            i ->
                i >= measured
                    ? Double.NaN
                    : i % 90 == 0 ? 0 : Math.pow(10, centre + 0.8 * random.nextGaussian()))
        .toArray();
  }

  /** How often tokens say each of the {@link #WORDS}. */
  static List<ReportModel.Word> words() {
    return WORDS.stream().map(SampleScores::word).toList();
  }

  private static ReportModel.Word word(String text) {
    long tokens = 2600 / (WORDS.indexOf(text) + 1);
    long redundant = tokens * (8 - WORDS.indexOf(text)) / 12;
    return new ReportModel.Word(text, tokens, redundant, 0.2 + 0.05 * WORDS.indexOf(text));
  }
}
