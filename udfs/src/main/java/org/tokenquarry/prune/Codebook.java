package org.tokenquarry.prune;

import java.util.Arrays;
import org.tokenquarry.token.TokenMatrix;

/**
 * Redundant prototypes, ready to be probed: a token that points the way of any of them is
 * redundant.
 *
 * <p>Prototypes are normalised once, on construction; the given matrix is not kept. Cosines are
 * computed in double, summed over ascending dimensions. A zero vector, prototype or token, has
 * cosine 0 to everything. Memory: {@code 8 n D} bytes. Immutable, may be shared by threads.
 */
public final class Codebook {

  // So many tokens pass over a slice of the prototypes while it lies in the first-level cache.
  private static final int BLOCK = 8;

  private final int count;
  private final int dim;
  // [D rounded up to 4][n]: dimension-major, so that the loop over prototypes is contiguous.
  private final double[][] directions;

  /**
   * Normalises prototypes.
   *
   * @param prototypes {@code [n, D]}, n at least 1, finite, of any length each, duplicates allowed
   * @throws IllegalArgumentException if there is none, or an element is NaN or infinite
   */
  public Codebook(TokenMatrix prototypes) {
    if (prototypes.count() == 0) {
      throw new IllegalArgumentException("a codebook needs at least one prototype");
    }
    if (!prototypes.finite()) {
      throw new IllegalArgumentException("a prototype holds NaN or infinite elements");
    }
    this.count = prototypes.count();
    this.dim = prototypes.dim();
    this.directions = new double[paddedDim()][count];
    for (int j = 0; j < count; j++) {
      double scale = inverseNorm(prototypes, j);
      for (int d = 0; d < dim; d++) {
        directions[d][j] = prototypes.at(j, d) * scale;
      }
    }
  }

  /** n. */
  public int count() {
    return count;
  }

  /** D. */
  public int dim() {
    return dim;
  }

  /**
   * How redundant each token is: {@code max_j cos(v_i, b_j)}.
   *
   * @param tokens {@code [L, D]}, finite
   * @return {@code [L]}, in [-1, 1] up to rounding
   * @throws IllegalArgumentException if D differs, or an element is NaN or infinite
   */
  public double[] redundancy(TokenMatrix tokens) {
    double[] redundancy = new double[tokens.count()];
    forEachRow(tokens, (i, cosines) -> redundancy[i] = max(cosines));
    return redundancy;
  }

  /**
   * The cosine of every token to every prototype.
   *
   * @param tokens {@code [L, D]}, finite
   * @return {@code [L, n]}
   * @throws IllegalArgumentException if D differs, or an element is NaN or infinite
   */
  public double[][] cosines(TokenMatrix tokens) {
    double[][] all = new double[tokens.count()][];
    forEachRow(tokens, (i, cosines) -> all[i] = cosines.clone());
    return all;
  }

  static double max(double[] values) {
    double max = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      max = Math.max(max, value);
    }
    return max;
  }

  private interface RowTask {
    /** {@code cosines} is valid during the call only. */
    void accept(int i, double[] cosines);
  }

  private void forEachRow(TokenMatrix tokens, RowTask task) {
    if (tokens.dim() != dim) {
      throw new IllegalArgumentException(
          "tokens of width " + tokens.dim() + " do not fit prototypes of width " + dim);
    }
    if (!tokens.finite()) {
      throw new IllegalArgumentException("a token holds NaN or infinite elements");
    }
    double[][] dots = new double[BLOCK][count];
    for (int from = 0; from < tokens.count(); from += BLOCK) {
      int to = Math.min(from + BLOCK, tokens.count());
      products(tokens, from, to, dots);
      for (int i = from; i < to; i++) {
        double[] row = dots[i - from];
        double scale = inverseNorm(tokens, i);
        for (int j = 0; j < count; j++) {
          row[j] *= scale;
        }
        task.accept(i, row);
      }
    }
  }

  private void products(TokenMatrix tokens, int from, int to, double[][] dots) {
    for (double[] row : dots) {
      Arrays.fill(row, 0);
    }
    for (int d = 0; d < directions.length; d += 4) {
      for (int i = from; i < to; i++) {
        addFour(tokens, i, d, dots[i - from]);
      }
    }
  }

  // Four dimensions at a time spare loads and stores of the sums; the order of additions is kept.
  private void addFour(TokenMatrix tokens, int i, int d, double[] sums) {
    double[] a = directions[d];
    double[] b = directions[d + 1];
    double[] c = directions[d + 2];
    double[] e = directions[d + 3];
    double va = element(tokens, i, d);
    double vb = element(tokens, i, d + 1);
    double vc = element(tokens, i, d + 2);
    double ve = element(tokens, i, d + 3);
    for (int j = 0; j < sums.length; j++) {
      sums[j] = sums[j] + va * a[j] + vb * b[j] + vc * c[j] + ve * e[j];
    }
  }

  private int paddedDim() {
    return (dim + 3) / 4 * 4;
  }

  private double element(TokenMatrix tokens, int i, int d) {
    return d < dim ? tokens.at(i, d) : 0;
  }

  private static double inverseNorm(TokenMatrix vectors, int i) {
    double squares = 0;
    for (int d = 0; d < vectors.dim(); d++) {
      double value = vectors.at(i, d);
      squares += value * value;
    }
    return squares == 0 ? 0 : 1 / Math.sqrt(squares);
  }
}
