package org.tokenquarry.numeric;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Quantiles of some numbers. The definitions differ in what they return between two numbers; each
 * result has its own.
 */
public final class Quantiles {

  private final double[] ascending;

  private Quantiles(double[] ascending) {
    this.ascending = ascending;
  }

  /**
   * Sorts numbers.
   *
   * @param values at least one, in any order; not modified
   */
  public static Quantiles of(double[] values) {
    return new Quantiles(DoubleStream.of(values).sorted().toArray());
  }

  /**
   * Linear between the two nearest numbers, as in NumPy.
   *
   * @param share in [0, 1]
   */
  public double interpolated(double share) {
    double place = share * (ascending.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, ascending.length - 1);
    return ascending[below] + (place - below) * (ascending[above] - ascending[below]);
  }

  /**
   * The smallest number that at least this share of the numbers does not exceed.
   *
   * @param share in [0, 1]
   */
  public double reached(double share) {
    int rank = (int) Math.ceil(share * ascending.length);
    return ascending[Math.max(0, rank - 1)];
  }

  /** Minimum, deciles and maximum: 11 numbers, ascending, each {@link #reached} by its share. */
  public List<Double> deciles() {
    return IntStream.rangeClosed(0, 10).mapToObj(i -> reached(i / 10.0)).toList();
  }

  /**
   * The middle between the number at {@code floor(share * (N - 1))} and the next one. As a
   * threshold it lies on no number, where the last bit would decide.
   *
   * @param share in [0, 1]
   */
  public double between(double share) {
    int rank = (int) (share * (ascending.length - 1));
    return (ascending[rank] + ascending[Math.min(rank + 1, ascending.length - 1)]) / 2;
  }

  /** The number in the middle, or the mean of the two in the middle. */
  public double median() {
    int half = ascending.length / 2;
    return ascending.length % 2 == 1
        ? ascending[half]
        : (ascending[half - 1] + ascending[half]) / 2;
  }
}
