package org.tokenquarry.jobs.report.chart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.tokenquarry.numeric.Quantiles;

/**
 * A score against a quantity that may explain it, with one pair for each token.
 *
 * @param score name of the score
 * @param unit unit of the score
 * @param scale scale of the score's axis
 * @param against name of the other quantity
 * @param againstScale scale of its axis
 * @param pairs in any order
 */
public record Relation(
    String score,
    String unit,
    AxisScale scale,
    String against,
    AxisScale againstScale,
    List<Pair> pairs) {

  private static final int BINS = 8;

  /** With fewer pairs there is no trend and no correlation. */
  private static final int FEWEST = 10;

  /** Copies the list, ordered along the axis. */
  public Relation {
    pairs =
        pairs.stream()
            .sorted(Comparator.comparingDouble(Pair::against).thenComparingDouble(Pair::score))
            .toList();
  }

  /**
   * One token.
   *
   * @param against the other quantity
   * @param score its score
   */
  public record Pair(double against, double score) {

    /**
     * Checks that both numbers have a place in a chart.
     *
     * @throws IllegalArgumentException if a number is not finite
     */
    public Pair {
      if (!Double.isFinite(against) || !Double.isFinite(score)) {
        throw new IllegalArgumentException(
            "a pair is of finite numbers, not " + against + " and " + score);
      }
    }
  }

  /**
   * Tokens that are neighbours along the axis. The numbers of tokens of any two bins differ by one
   * at most.
   *
   * @param from smallest value of the other quantity
   * @param middle median of the other quantity
   * @param to largest value of the other quantity
   * @param tokens number of tokens
   * @param lower lower quartile of their scores
   * @param median median of their scores
   * @param upper upper quartile of their scores
   */
  public record Bin(
      double from,
      double middle,
      double to,
      int tokens,
      double lower,
      double median,
      double upper) {}

  /** Eight bins that show the trend; none if there are too few tokens. */
  public List<Bin> bins() {
    List<Bin> bins = new ArrayList<>();
    for (int bin = 0; pairs.size() >= FEWEST && bin < BINS; bin++) {
      List<Pair> held = pairs.subList(bin * pairs.size() / BINS, (bin + 1) * pairs.size() / BINS);
      Quantiles scores = quantiles(held, Pair::score);
      bins.add(
          new Bin(
              held.get(0).against(),
              quantiles(held, Pair::against).interpolated(0.5),
              held.get(held.size() - 1).against(),
              held.size(),
              scores.interpolated(0.25),
              scores.interpolated(0.5),
              scores.interpolated(0.75)));
    }
    return bins;
  }

  private static Quantiles quantiles(List<Pair> pairs, ToDoubleFunction<Pair> number) {
    return Quantiles.of(pairs.stream().mapToDouble(number).toArray());
  }

  /**
   * Spearman's rank correlation, in [-1, 1]: Pearson's correlation of the ranks, where ties get
   * their mean rank. Empty if there are too few tokens, or if one of the two quantities is the same
   * for all tokens.
   */
  public OptionalDouble correlation() {
    if (pairs.size() < FEWEST) {
      return OptionalDouble.empty();
    }
    double[] x = ranks(pairs.stream().mapToDouble(Pair::against).toArray());
    double[] y = ranks(pairs.stream().mapToDouble(Pair::score).toArray());
    double middle = (x.length + 1) / 2.0;
    double xy = 0;
    double xx = 0;
    double yy = 0;
    for (int i = 0; i < x.length; i++) {
      xy += (x[i] - middle) * (y[i] - middle);
      xx += (x[i] - middle) * (x[i] - middle);
      yy += (y[i] - middle) * (y[i] - middle);
    }
    return xx == 0 || yy == 0 ? OptionalDouble.empty() : OptionalDouble.of(xy / Math.sqrt(xx * yy));
  }

  private static double[] ranks(double[] values) {
    int[] order =
        IntStream.range(0, values.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> values[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] ranks = new double[values.length];
    for (int first = 0; first < order.length; ) {
      int end = first;
      while (end < order.length && values[order[end]] == values[order[first]]) {
        end++;
      }
      for (int i = first; i < end; i++) {
        ranks[order[i]] = (first + 1 + end) / 2.0;
      }
      first = end;
    }
    return ranks;
  }

  /** The scores that have a place on their axis: the positive ones if it is logarithmic. */
  DoubleStream scores() {
    return scale.held(pairs.stream().mapToDouble(Pair::score));
  }

  /** The values of the other quantity that have a place on its axis. */
  DoubleStream places() {
    return againstScale.held(pairs.stream().mapToDouble(Pair::against));
  }
}
