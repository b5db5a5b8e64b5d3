package org.tokenquarry.cluster;

import org.tokenquarry.token.TokenMatrix;

/**
 * Points that are compared in float by a {@link Screen} and in double where that is not enough.
 *
 * <p>With the product p of two points, the squared distance lies between {@code low_i + low_j - 2
 * p} and {@code high_i + high_j - 2 p}. Memory: the given matrix, and as much again for the floats
 * of the screen.
 */
public final class ScreenedPoints {

  private final TokenMatrix points;
  private final Screen screen;
  private final float[][] slices;
  private final double[] low;
  private final double[] high;

  /**
   * Prepares points.
   *
   * @param points {@code [N, D]}, finite; kept, not copied
   */
  ScreenedPoints(TokenMatrix points, Screen screen) {
    this.points = points;
    this.screen = screen;
    this.slices = screen.slices(points);
    this.low = new double[points.count()];
    this.high = new double[points.count()];
    for (int i = 0; i < low.length; i++) {
      double square = square(i);
      low[i] = square * (1 - screen.error()) - screen.floor();
      high[i] = square * (1 + screen.error()) + screen.floor();
    }
  }

  private double square(int i) {
    double sum = 0;
    for (float[] slice : slices) {
      int depth = slice.length / low.length;
      sum += square(slice, i * depth, (i + 1) * depth);
    }
    return sum;
  }

  /** Two sums at once, because each addition waits for the one before. */
  private static double square(float[] slice, int from, int to) {
    double even = 0;
    double odd = 0;
    int d = from;
    for (; d + 2 <= to; d += 2) {
      even += (double) slice[d] * slice[d];
      odd += (double) slice[d + 1] * slice[d + 1];
    }
    return d < to ? even + odd + (double) slice[d] * slice[d] : even + odd;
  }

  /** N. */
  public int count() {
    return points.count();
  }

  /** How many slices of dimensions there are. */
  public int slices() {
    return slices.length;
  }

  /** The elements of one slice, {@code [N, depth]} row by row, at most 1 in magnitude. */
  public float[] slice(int number) {
    return slices[number];
  }

  Screen screen() {
    return screen;
  }

  double low(int i) {
    return low[i];
  }

  double high(int i) {
    return high[i];
  }

  /**
   * Mean squares of differences in double, with the bits that {@link DpcKnn} gives them: one sum
   * over ascending dimensions for each pair.
   *
   * @param i one of these points
   * @param others of the same width
   * @param which of them
   * @return in the order of {@code which}
   */
  double[] squares(int i, ScreenedPoints others, int[] which) {
    int count = which.length;
    double[] squares = new double[count];
    int dim = points.dim();
    float[] left = points.values();
    float[] right = others.points.values();
    int from = i * dim;
    // Four sums at once, because each addition waits for the one before; the last one may stand in.
    for (int next = 0; next < count; next += 4) {
      int last = count - 1;
      int a = which[next] * dim;
      int b = which[Math.min(next + 1, last)] * dim;
      int c = which[Math.min(next + 2, last)] * dim;
      int e = which[Math.min(next + 3, last)] * dim;
      double sumA = 0;
      double sumB = 0;
      double sumC = 0;
      double sumE = 0;
      for (int d = 0; d < dim; d++) {
        double x = left[from + d];
        double da = right[a + d] - x;
        double db = right[b + d] - x;
        double dc = right[c + d] - x;
        double de = right[e + d] - x;
        sumA += da * da;
        sumB += db * db;
        sumC += dc * dc;
        sumE += de * de;
      }
      squares[Math.min(next + 3, last)] = sumE / dim;
      squares[Math.min(next + 2, last)] = sumC / dim;
      squares[Math.min(next + 1, last)] = sumB / dim;
      squares[next] = sumA / dim;
    }
    return squares;
  }
}
