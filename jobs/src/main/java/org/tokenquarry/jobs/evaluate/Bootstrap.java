package org.tokenquarry.jobs.evaluate;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * 95 % intervals of metrics that are computed from sums over questions. Images are drawn with
 * replacement; all questions of an image are drawn with it. Every call with the same number of
 * images uses the same draws, so two pruners are compared on the same draws.
 */
final class Bootstrap {

  private static final double TAIL = 0.025;
  private static final long SEED = 20250320;

  private final int resamples;

  /**
   * Prepares the bootstrap.
   *
   * @param resamples number of draws, at least 1
   */
  Bootstrap(int resamples) {
    this.resamples = resamples;
  }

  /**
   * An interval.
   *
   * @param low 2.5th percentile; NaN if no draw has a value
   * @param high 97.5th percentile; NaN if no draw has a value
   */
  record Interval(double low, double high) {}

  /**
   * Draws images and computes the interval of each metric.
   *
   * @param images the sums of each image, all arrays of one length
   * @param formulas compute metrics from sums over images. A draw for which a formula gives NaN is
   *     left out
   * @return one interval for each formula
   */
  List<Interval> intervals(List<double[]> images, List<ToDoubleFunction<double[]>> formulas) {
    // The sequence of java.util.Random is part of its contract, so a fixed seed gives the same
    // draws everywhere.
    Random random = new Random(SEED);
    double[][] values = new double[formulas.size()][resamples];
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
        values[f][draw] = formulas.get(f).applyAsDouble(sums);
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
