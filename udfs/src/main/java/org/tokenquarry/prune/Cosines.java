package org.tokenquarry.prune;

import org.tokenquarry.token.TokenMatrix;

/**
 * Cosines between the tokens of an image. Exactly symmetric, and exactly equal for equal tokens, so
 * that ties are ties; a zero vector has cosine 0 to everything.
 */
final class Cosines {

  // So many rows pass over a dimension of all tokens while it lies in the cache.
  private static final int BLOCK = 8;

  private Cosines() {}

  /**
   * All pairs, in double, summed over ascending dimensions.
   *
   * @param tokens {@code [N, D]}
   * @return {@code [N, N]}, in [-1, 1] up to rounding
   * @throws IllegalArgumentException if an element is NaN or infinite
   */
  static double[][] between(TokenMatrix tokens) {
    int count = tokens.count();
    double[][] units = units(tokens);
    double[][] cosines = new double[count][count];
    for (int from = 0; from < count; from += BLOCK) {
      int to = Math.min(from + BLOCK, count);
      for (double[] unit : units) {
        for (int i = from; i < to; i++) {
          addScaled(cosines[i], unit[i], unit, from);
        }
      }
      for (int i = from; i < to; i++) {
        for (int j = 0; j < from; j++) {
          cosines[i][j] = cosines[j][i];
        }
      }
    }
    return cosines;
  }

  /** {@code [D][N]}: tokens of length 1, or 0, dimension by dimension. */
  private static double[][] units(TokenMatrix tokens) {
    double[] scales = inverseNorms(tokens);
    double[][] units = new double[tokens.dim()][scales.length];
    for (int d = 0; d < units.length; d++) {
      for (int i = 0; i < scales.length; i++) {
        units[d][i] = tokens.at(i, d) * scales[i];
      }
    }
    return units;
  }

  /**
   * Euclidean lengths.
   *
   * @param tokens {@code [N, D]}
   * @return {@code [N]}
   * @throws IllegalArgumentException if an element is NaN or infinite
   */
  static double[] norms(TokenMatrix tokens) {
    if (!tokens.finite()) {
      throw new IllegalArgumentException("a token holds NaN or infinite elements");
    }
    double[] norms = new double[tokens.count()];
    for (int i = 0; i < norms.length; i++) {
      double squares = 0;
      for (int d = 0; d < tokens.dim(); d++) {
        double value = tokens.at(i, d);
        squares += value * value;
      }
      norms[i] = Math.sqrt(squares);
    }
    return norms;
  }

  private static double[] inverseNorms(TokenMatrix tokens) {
    double[] norms = norms(tokens);
    for (int i = 0; i < norms.length; i++) {
      norms[i] = norms[i] == 0 ? 0 : 1 / norms[i];
    }
    return norms;
  }

  private static void addScaled(double[] sums, double scale, double[] values, int from) {
    for (int j = from; j < sums.length; j++) {
      sums[j] += scale * values[j];
    }
  }
}
