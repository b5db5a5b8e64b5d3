package org.tokenquarry.prune;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.tokenquarry.numeric.PairwiseSum;
import org.tokenquarry.numeric.Vectors;
import org.tokenquarry.token.TokenMatrix;

/**
 * Redundant prototypes, ready to be probed: a token that points in the direction of any of them is
 * redundant.
 *
 * <p>Cosines are computed in double, summed over ascending dimensions. A zero vector, prototype or
 * token, has cosine 0 to everything. Memory: the given matrix, which is kept and not copied, and
 * {@code 8 n} bytes; a call takes {@code 512 n} bytes more. Immutable, may be shared by threads.
 */
public final class Codebook {

  private final Vectors prototypes;

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
    this.prototypes = Vectors.unit(prototypes);
  }

  /** How many prototypes there are, n. */
  public int count() {
    return prototypes.count();
  }

  /** Their width, D. */
  public int dim() {
    return prototypes.dim();
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
    forEachRow(tokens, (i, cosines) -> redundancy[i] = largest(cosines));
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
    forEachRow(tokens, (i, cosines) -> all[i] = cosines);
    return all;
  }

  static double largest(double[] cosines) {
    return Arrays.stream(cosines).max().orElseThrow();
  }

  private interface RowTask {
    /** Rows are visited once each, in their order. */
    void accept(int i, double[] cosines);
  }

  private void forEachRow(TokenMatrix tokens, RowTask task) {
    if (tokens.dim() != dim()) {
      throw new IllegalArgumentException(
          "tokens of width " + tokens.dim() + " do not fit prototypes of width " + dim());
    }
    if (!tokens.finite()) {
      throw new IllegalArgumentException("a token holds NaN or infinite elements");
    }
    Vectors vectors = Vectors.of(tokens);
    for (int from = 0; from < tokens.count(); from += PairwiseSum.ROWS) {
      int to = Math.min(from + PairwiseSum.ROWS, tokens.count());
      int[] rows = IntStream.range(from, to).toArray();
      double[][] products = PairwiseSum.PRODUCTS.of(vectors, rows, prototypes, 0);
      for (int i = from; i < to; i++) {
        task.accept(i, scaled(products[i - from], tokens.inverseNorm(i)));
      }
    }
  }

  // After the sum, not before it, so that a token's length cannot change the order of its cosines.
  private static double[] scaled(double[] row, double factor) {
    for (int j = 0; j < row.length; j++) {
      row[j] *= factor;
    }
    return row;
  }
}
