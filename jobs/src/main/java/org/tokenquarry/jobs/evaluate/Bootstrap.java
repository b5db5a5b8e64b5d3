package org.tokenquarry.jobs.evaluate;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * 95 % intervals of figures that are made from sums over questions: images are drawn with
 * replacement, questions stay with their image. The draws are the same for every call on as many
 * images, so figures of two pruners are compared on the same draws.
 */
final class Bootstrap {

  private static final double TAIL = 0.025;
  private static final long SEED = 20250320;

  private final int resamples;

  /**
   * Prepares the bootstrap.
   *
   * @param resamples at least 1
   */
  Bootstrap(int resamples) {
    this.resamples = resamples;
  }

  /**
   * An interval.
   *
   * @param low 2.5th percentile, NaN where the figure exists in no draw
   * @param high 97.5th percentile, likewise
   */
  record Interval(double low, double high) {}

  /**
   * Resamples.
   *
   * @param images sums of each image, all of one length
   * @param figures each a number made from sums over images; NaN where it does not exist, and such
   *     draws are left out
   * @return one interval a figure
   */
  List<Interval> intervals(List<double[]> images, List<ToDoubleFunction<double[]>> figures) {
    // java.util.Random's sequence is part of its contract; one seed makes figures reproducible.
    Random random = new Random(SEED);
    double[][] values = new double[figures.size()][resamples];
    double[] sums = new double[images.get(0).length];
    for (int draw = 0; draw < resamples; draw++) {
      Arrays.fill(sums, 0);
      for (int i = 0; i < images.size(); i++) {
        double[] image = images.get(random.nextInt(images.size()));
        for (int c = 0; c < sums.length; c++) {
          sums[c] += image[c];
        }
      }
      for (int f = 0; f < values.length; f++) {
        values[f][draw] = figures.get(f).applyAsDouble(sums);
      }
    }
    return IntStream.range(0, values.length).mapToObj(f -> interval(values[f])).toList();
  }

  private static Interval interval(double[] draws) {
    double[] sorted = Arrays.stream(draws).filter(value -> !Double.isNaN(value)).sorted().toArray();
    if (sorted.length == 0) {
      return new Interval(Double.NaN, Double.NaN);
    }
    int low = (int) Math.floor(TAIL * (sorted.length - 1));
    int high = (int) Math.ceil((1 - TAIL) * (sorted.length - 1));
    return new Interval(sorted[low], sorted[high]);
  }
}
