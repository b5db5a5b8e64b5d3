package org.tokenquarry.numeric;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.tokenquarry.token.TokenMatrix;

/**
 * Vectors of one width, read as doubles, each multiplied by a factor of its own.
 *
 * <p>A view of a matrix: nothing but the factors is stored, {@code 8 N} bytes. Immutable, may be
 * shared by threads.
 */
public final class Vectors {

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
