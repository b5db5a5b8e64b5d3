package org.tokenquarry.prune;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.stream.IntStream;
import org.tokenquarry.numeric.PairwiseSum;
import org.tokenquarry.numeric.Vectors;
import org.tokenquarry.token.TokenMatrix;

/**
 * Redundant prototypes, ready to be probed: a token that points in the direction of any of them is
 * redundant.
 *
 * <p>Cosines have the bits of a computation in double, summed over ascending dimensions. A zero
 * vector, prototype or token, has cosine 0 to everything. Memory: the given matrix, which is kept
 * and not copied, and {@code 8 n} bytes. Immutable, may be shared by threads.
 *
 * <p>It is serialised as it is: an executor that received it once, as a broadcast, checks and
 * normalises nothing again. Several pruners probe the same tokens of an image, so redundancy is
 * remembered as long as these tokens are in use.
 */
public final class Codebook implements Serializable {

  private static final long serialVersionUID = 1L;

  /** For pruners that are named or counted, and probe no token. */
  public static final Codebook STAND_IN = new Codebook(new TokenMatrix(new float[] {1}, 1));

  private final Vectors prototypes;

  /** By the identity of the tokens, because a matrix equals itself only. */
  private final transient Map<TokenMatrix, double[]> remembered =
      Collections.synchronizedMap(new WeakHashMap<>());

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

  private Codebook(Vectors prototypes) {
    this.prototypes = prototypes;
  }

  private Object readResolve() {
    return new Codebook(prototypes);
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
   * How redundant each token is: {@code max_j cos(v_i, b_j)}, see {@link LargestCosines}.
   *
   * @param tokens {@code [L, D]}, finite
   * @return {@code [L]}, in [-1, 1] up to rounding
   * @throws IllegalArgumentException if D differs, or an element is NaN or infinite
   */
  public double[] redundancy(TokenMatrix tokens) {
    double[] known = remembered.get(tokens);
    if (known == null) {
      requireFit(tokens);
      known = LargestCosines.of(prototypes, tokens);
      remembered.put(tokens, known);
    }
    return known.clone();
  }

  /**
   * The cosine of every token to every prototype, all computed in double. Memory {@code 8 L n}: 92
   * MB for 576 tokens and 20,000 prototypes.
   *
   * @param tokens {@code [L, D]}, finite
   * @return {@code [L, n]}
   * @throws IllegalArgumentException if D differs, or an element is NaN or infinite
   */
  public double[][] cosines(TokenMatrix tokens) {
    requireFit(tokens);
    int[] rows = IntStream.range(0, tokens.count()).toArray();
    double[][] cosines = PairwiseSum.PRODUCTS.of(Vectors.of(tokens), rows, prototypes, 0);
    for (int i = 0; i < cosines.length; i++) {
      // After the sum, not before it, so that a token's length cannot change the order of its
      // cosines.
      double factor = tokens.inverseNorm(i);
      for (int j = 0; j < cosines[i].length; j++) {
        cosines[i][j] *= factor;
      }
    }
    return cosines;
  }

  static double largest(double[] cosines) {
    return Arrays.stream(cosines).max().orElseThrow();
  }

  private void requireFit(TokenMatrix tokens) {
    if (tokens.dim() != dim()) {
      throw new IllegalArgumentException(
          "tokens of width " + tokens.dim() + " do not fit prototypes of width " + dim());
    }
    if (!tokens.finite()) {
      throw new IllegalArgumentException("a token holds NaN or infinite elements");
    }
  }
}
