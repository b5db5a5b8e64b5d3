package org.tokenquarry.numeric;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.tokenquarry.token.TokenMatrix;

/**
 * Vectors of one width, read as doubles, each multiplied by a factor of its own.
 *
 * <p>A view of a matrix: nothing but the factors is stored, {@code 8 N} bytes. Immutable, may be
 * shared by threads.
 */
public final class Vectors implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Sums that are computed at once, because each addition waits for the one before. */
  private static final int PAIRS = 4;

  private final TokenMatrix matrix;
  private final double[] factors;

  private Vectors(TokenMatrix matrix, double[] factors) {
    this.matrix = matrix;
    this.factors = factors;
  }

  /**
   * The vectors as they are.
   *
   * @param matrix {@code [N, D]}
   */
  public static Vectors of(TokenMatrix matrix) {
    double[] factors = new double[matrix.count()];
    Arrays.fill(factors, 1);
    return new Vectors(matrix, factors);
  }

  /**
   * The vectors' directions: each has length 1 up to rounding, a zero vector stays zero.
   *
   * @param matrix {@code [N, D]}, finite
   */
  public static Vectors unit(TokenMatrix matrix) {
    return new Vectors(
        matrix, IntStream.range(0, matrix.count()).mapToDouble(matrix::inverseNorm).toArray());
  }

  /** N. */
  public int count() {
    return matrix.count();
  }

  /** D. */
  public int dim() {
    return matrix.dim();
  }

  /**
   * The products of one vector with some others, in double. They have the bits of {@link
   * PairwiseSum#PRODUCTS}: one sum over ascending dimensions for each pair.
   *
   * @param i a vector of these
   * @param others vectors of the same width
   * @param which of them
   * @return one product for each of {@code which}
   */
  public double[] products(int i, Vectors others, int[] which) {
    double[] left = new double[dim()];
    read(i, 0, left);
    double[] products = new double[which.length];
    double[][] rights = new double[PAIRS][dim()];
    for (int from = 0; from < which.length; from += PAIRS) {
      // Beyond the last the last one is repeated: four sums at once take the time of one.
      for (int p = 0; p < PAIRS; p++) {
        others.read(which[Math.min(from + p, which.length - 1)], 0, rights[p]);
      }
      double[] four = products(left, rights[0], rights[1], rights[2], rights[3]);
      System.arraycopy(four, 0, products, from, Math.min(PAIRS, which.length - from));
    }
    return products;
  }

  private static double[] products(double[] v, double[] a, double[] b, double[] c, double[] e) {
    double sa = 0;
    double sb = 0;
    double sc = 0;
    double se = 0;
    for (int d = 0; d < v.length; d++) {
      sa += v[d] * a[d];
      sb += v[d] * b[d];
      sc += v[d] * c[d];
      se += v[d] * e[d];
    }
    return new double[] {sa, sb, sc, se};
  }

  /**
   * Copies elements of vector {@code i}, rounded to float, from one dimension on; zeros beyond the
   * last.
   */
  void read(int i, int from, float[] target) {
    float[] values = matrix.values();
    int offset = i * matrix.dim() + from;
    int length = Math.min(target.length, matrix.dim() - from);
    double factor = factors[i];
    for (int d = 0; d < length; d++) {
      target[d] = (float) (values[offset + d] * factor);
    }
    Arrays.fill(target, length, target.length, 0);
  }

  /** Copies elements of vector {@code i}, from one dimension on; zeros beyond the last. */
  void read(int i, int from, double[] target) {
    float[] values = matrix.values();
    int offset = i * matrix.dim() + from;
    int length = Math.min(target.length, matrix.dim() - from);
    double factor = factors[i];
    for (int d = 0; d < length; d++) {
      target[d] = values[offset + d] * factor;
    }
    Arrays.fill(target, length, target.length, 0);
  }
}
