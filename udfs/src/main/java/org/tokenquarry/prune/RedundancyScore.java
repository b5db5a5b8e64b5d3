package org.tokenquarry.prune;

import org.tokenquarry.token.TokenMatrix;

/**
 * The published ways to score redundancy with a codebook, {@code C_ij} being the cosine of token i
 * to prototype j.
 *
 * <p>At an exact budget three published variants are one: the threshold that leaves m tokens, the
 * fixed number m, and the flattened threshold where an image is a single crop. They all keep the m
 * smallest of {@link #LARGEST_COSINE}. {@link ProbingVariant} has each with its own setting.
 */
public enum RedundancyScore {

  /** {@code max_j C_ij}. */
  LARGEST_COSINE("codebook") {
    @Override
    double[] of(Codebook codebook, TokenMatrix tokens) {
      return codebook.redundancy(tokens);
    }
  },

  /** {@code max_j softmax_j(C_i.)}. */
  SINGLE_SOFTMAX("codebook-single-softmax") {
    @Override
    double[] of(Codebook codebook, TokenMatrix tokens) {
      return SoftmaxScores.single(codebook.cosines(tokens));
    }
  },

  /** {@code max_j [softmax_i(C_.j) * softmax_j(C_i.)]}. */
  DOUBLE_SOFTMAX("codebook-double-softmax") {
    @Override
    double[] of(Codebook codebook, TokenMatrix tokens) {
      return SoftmaxScores.twofold(codebook.cosines(tokens));
    }
  };

  private final String pruner;

  RedundancyScore(String pruner) {
    this.pruner = pruner;
  }

  /** {@code [L]} from tokens {@code [L, D]}. */
  abstract double[] of(Codebook codebook, TokenMatrix tokens);

  /** The name of the pruner that ranks by this score. */
  public String pruner() {
    return pruner;
  }
}
