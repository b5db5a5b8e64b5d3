package org.tokenquarry.jobs.evaluate;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Intervals of metrics that are computed from sums over questions. Images are drawn with
 * replacement; all questions of an image are drawn with it. Every call with the same number of
 * images uses the same draws, so two pruners are compared on the same draws.
 */
final class Bootstrap {

  private static final double TAIL = 0.025;
  private static final long SEED = 20250320;

  /** How many draws lie beyond each end of an interval at least, so that the end is not chance. */
  private static final int BEYOND = 10;

  private final int resamples;
  private final int together;

  /**
   * Prepares the bootstrap.
   *
   * @param resamples number of draws, at least 1
   * @param together how many evaluations are read as one table, at least 1
   */
  Bootstrap(int resamples, int together) {
    this.resamples = resamples;
    this.together = together;
  }

  /**
   * An interval.
   *
   * @param low lower end; NaN if no draw has a value
   * @param high upper end; NaN if no draw has a value
   */
  record Interval(double low, double high) {}

  /**
   * Draws images and computes the 95 % interval of each metric.
   *
   * @param images the sums of each image, all arrays of one length
   * @param formulas compute metrics from sums over images. A draw for which a formula gives NaN is
   *     left out
   * @return one interval for each formula
   */
  List<Interval> intervals(List<double[]> images, List<ToDoubleFunction<double[]>> formulas) {
    return intervals(images, List.of(new Family(formulas, TAIL)), resamples).get(0);
  }

  /**
   * Intervals of families of formulas. Those of a family all hold together with 95 %, after
   * Bonferroni: of k formulas each has an interval of {@code 1 - 0.05 / k}, where k counts those of
   * all evaluations that are read as one table. The ends lie far out, so there are as many draws as
   * it takes for 10 of them to lie beyond each end.
   *
   * @param images as above
   * @param families formulas as above, at least one in each
   * @return the intervals of each family
   */
  List<List<Interval>> simultaneous(
      List<double[]> images, List<List<ToDoubleFunction<double[]>>> families) {
    List<Family> tails =
        families.stream()
            .map(formulas -> new Family(formulas, TAIL / counted(formulas.size())))
            .toList();
    int draws =
        tails.stream().mapToInt(each -> (int) Math.ceil(BEYOND / each.tail()) + 1).max().orElse(1);
    return intervals(images, tails, Math.max(resamples, draws));
  }

  /** How many comparisons those of one evaluation are among, if all have as many. */
  int counted(int comparisons) {
    return comparisons * together;
  }

  /** Formulas, and the share of draws beyond each end of their intervals. */
  private record Family(List<ToDoubleFunction<double[]>> formulas, double tail) {

    List<Ends> ends(int draws) {
      return Stream.generate(() -> new Ends(tail, draws)).limit(formulas.size()).toList();
    }

    void add(double[] sums, List<Ends> ends) {
      for (int f = 0; f < formulas.size(); f++) {
        ends.get(f).add(formulas.get(f).applyAsDouble(sums));
      }
    }
  }

  private static List<List<Interval>> intervals(
      List<double[]> images, List<Family> families, int draws) {
    // The sequence of java.util.Random is part of its contract, so a fixed seed gives the same
    // draws everywhere.
    Random random = new Random(SEED);
    List<List<Ends>> ends = families.stream().map(family -> family.ends(draws)).toList();
    double[] sums = new double[images.get(0).length];
    for (int draw = 0; draw < draws; draw++) {
      Arrays.fill(sums, 0);
      for (int i = 0; i < images.size(); i++) {
        double[] image = images.get(random.nextInt(images.size()));
        for (int c = 0; c < sums.length; c++) {
          sums[c] += image[c];
        }
      }
      for (int f = 0; f < families.size(); f++) {
        families.get(f).add(sums, ends.get(f));
      }
    }
    return ends.stream().map(each -> each.stream().map(Ends::interval).toList()).toList();
  }

  /** The smallest and the largest values of the draws of one metric: only these are kept. */
  private static final class Ends {

    private final double tail;
    private final int most;
    private final PriorityQueue<Double> largest = new PriorityQueue<>();
    private final PriorityQueue<Double> largestNegated = new PriorityQueue<>();
    private int count;

    Ends(double tail, int draws) {
      this.tail = tail;
      this.most = (int) (tail * (draws - 1)) + 1;
    }

    void add(double value) {
      if (!Double.isNaN(value)) {
        count++;
        keep(largest, value);
        keep(largestNegated, -value);
      }
    }

    private void keep(PriorityQueue<Double> end, double value) {
      if (end.size() < most) {
        end.add(value);
      } else if (value > end.element()) {
        end.remove();
        end.add(value);
      }
    }

    Interval interval() {
      return count == 0
          ? new Interval(Double.NaN, Double.NaN)
          : new Interval(-at(largestNegated), at(largest));
    }

    private double at(PriorityQueue<Double> end) {
      return end.stream()
          .sorted(Comparator.reverseOrder())
          .skip((long) (tail * (count - 1)))
          .findFirst()
          .orElseThrow();
    }
  }
}
