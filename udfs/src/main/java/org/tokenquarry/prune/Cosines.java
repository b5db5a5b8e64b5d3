package org.tokenquarry.prune;

import java.util.stream.IntStream;
import org.tokenquarry.numeric.PairwiseSum;
import org.tokenquarry.numeric.Vectors;
import org.tokenquarry.token.TokenMatrix;

/**
 * Cosines between vectors. Those between the tokens of an image are exactly symmetric, and exactly
 * equal for equal tokens, so that ties are ties; a zero vector has cosine 0 to everything.
 */
public final class Cosines {

  private Cosines() {}

  /**
   * All pairs, in double, summed over ascending dimensions.
   *
   * @param tokens {@code [N, D]}
   * @return {@code [N, N]}, in [-1, 1] up to rounding
   * @throws IllegalArgumentException if an element is NaN or infinite
   */
  public static double[][] between(TokenMatrix tokens) {
    requireFinite(tokens);
    int count = tokens.count();
    Vectors units = Vectors.unit(tokens);
    double[][] cosines = new double[count][];
    for (int from = 0; from < count; from += PairwiseSum.ROWS) {
      int to = Math.min(from + PairwiseSum.ROWS, count);
      double[][] block =
          PairwiseSum.PRODUCTS.of(units, IntStream.range(from, to).toArray(), units, from);
      for (int i = from; i < to; i++) {
        cosines[i] = block[i - from];
        for (int j = 0; j < from; j++) {
          cosines[i][j] = cosines[j][i];
        }
      }
    }
    return cosines;
  }

  /**
   * All pairs of one matrix with another, in double, summed over ascending dimensions.
   *
   * @param left {@code [M, D]}
   * @param right {@code [N, D]}
   * @return {@code [M, N]}, in [-1, 1] up to rounding
   * @throws IllegalArgumentException if the widths differ, or an element is NaN or infinite
   */
  public static double[][] between(TokenMatrix left, TokenMatrix right) {
    requireFinite(left);
    requireFinite(right);
    if (left.dim() != right.dim()) {
      throw new IllegalArgumentException(
          "vectors of width " + left.dim() + " and " + right.dim() + " have no cosine");
    }
    int[] rows = IntStream.range(0, left.count()).toArray();
    return PairwiseSum.PRODUCTS.of(Vectors.unit(left), rows, Vectors.unit(right), 0);
  }

  /**
   * Euclidean lengths.
   *
   * @param tokens {@code [N, D]}
   * @return {@code [N]}
   * @throws IllegalArgumentException if an element is NaN or infinite
   */
  static double[] norms(TokenMatrix tokens) {
    requireFinite(tokens);
    return IntStream.range(0, tokens.count()).mapToDouble(tokens::norm).toArray();
  }

  static void requireFinite(TokenMatrix tokens) {
    if (!tokens.finite()) {
      throw new IllegalArgumentException("a token holds NaN or infinite elements");
    }
  }
}
