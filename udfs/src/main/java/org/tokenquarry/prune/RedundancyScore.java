package org.tokenquarry.prune;

import org.tokenquarry.token.TokenMatrix;

/**
 * The published ways to score redundancy with a codebook. {@code C_ij} is the cosine of token i to
 * prototype j.
 *
 * <p>At an exact budget of m tokens three published variants are the same: the threshold that
 * leaves m tokens, the fixed number m, and the flattened threshold of an image that is a single
 * crop. All keep the m tokens with the smallest {@link #LARGEST_COSINE}. {@link
 * org.tokenquarry.prune.variant.ProbingVariant} has each with its own setting.
 */
public enum RedundancyScore {

  /** {@code max_j C_ij}. */
  LARGEST_COSINE("codebook") {
    @Override
    public double[] of(Codebook codebook, TokenMatrix tokens) {
      return codebook.redundancy(tokens);
    }
  },

  /** {@code max_j softmax_j(C_i.)}. */
  SINGLE_SOFTMAX("codebook-single-softmax") {
    @Override
    public double[] of(Codebook codebook, TokenMatrix tokens) {
      return SoftmaxScores.single(codebook.cosines(tokens));
    }
  },

  /** {@code max_j [softmax_i(C_.j) * softmax_j(C_i.)]}. */
  DOUBLE_SOFTMAX("codebook-double-softmax") {
    @Override
    public double[] of(Codebook codebook, TokenMatrix tokens) {
      return SoftmaxScores.twofold(codebook.cosines(tokens));
    }
  };

  private final String pruner;

  RedundancyScore(String pruner) {
    this.pruner = pruner;
  }

  /**
   * Scores tokens; the higher, the more redundant.
   *
   * @param codebook n prototypes of width D
   * @param tokens {@code [L, D]}, finite, L at least 1
   * @return {@code [L]}
   * @throws IllegalArgumentException if D differs, or an element is NaN or infinite
   */
  public abstract double[] of(Codebook codebook, TokenMatrix tokens);

  /** The name of the pruner that ranks by this score. */
  public String pruner() {
    return pruner;
  }
}
