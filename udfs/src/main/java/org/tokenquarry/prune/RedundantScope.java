package org.tokenquarry.prune;

import org.tokenquarry.token.ImageFeatures;

/**
 * {@link Scope} with its published constant, where a token counts the less the more redundant it is
 * by a codebook: the weight {@code a_j} becomes {@code a_j (1 - r_j)}, see {@link
 * RedundancyWeights}. TokenQuarry's own, to see what redundancy adds to the method.
 *
 * @param codebook prototypes of the same projected space as the tokens
 */
public record RedundantScope(Codebook codebook) implements RankingPruner {

  /** The name in settings and tables. */
  public static final String NAME = "scope-redundancy";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int[] rank(ImageFeatures image, int most) {
    double[] weights = RedundancyWeights.of(codebook, image.tokens().projected());
    return Scope.PUBLISHED.rank(image, weights, most);
  }
}
