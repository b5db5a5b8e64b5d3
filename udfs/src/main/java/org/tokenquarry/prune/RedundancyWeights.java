package org.tokenquarry.prune;

import java.util.Arrays;
import org.tokenquarry.token.TokenMatrix;

/** Redundancy as a weight for methods that have none. */
public final class RedundancyWeights {

  private RedundancyWeights() {}

  /**
   * How much each token counts: {@code 1 - max_j cos(v_i, b_j)}.
   *
   * @param codebook prototypes b, of width D
   * @param tokens {@code [N, D]}: v, finite
   * @return {@code [N]}, in [0, 2]: 0 for a token that is a prototype
   * @throws IllegalArgumentException if D differs, or an element is NaN or infinite
   */
  public static double[] of(Codebook codebook, TokenMatrix tokens) {
    // A cosine may exceed 1 by its rounding.
    return Arrays.stream(codebook.redundancy(tokens)).map(r -> Math.max(0, 1 - r)).toArray();
  }
}
