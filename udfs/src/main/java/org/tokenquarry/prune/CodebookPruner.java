package org.tokenquarry.prune;

import org.tokenquarry.token.ImageFeatures;

/**
 * Keeps the tokens that a redundancy codebook (arXiv 2503.20540) calls least redundant, with one of
 * its published scores and the number given outright. Ties go to the lower index. No token is
 * looked at by a language model.
 *
 * @param codebook prototypes
 * @param space where they come from
 * @param score how redundancy is measured
 */
public record CodebookPruner(Codebook codebook, Space space, RedundancyScore score)
    implements RankingPruner {

  /** The largest cosine to any prototype: the published fixed-number variant. */
  public CodebookPruner(Codebook codebook) {
    this(codebook, Space.PROJECTED, RedundancyScore.LARGEST_COSINE);
  }

  @Override
  public String name() {
    return score.pruner();
  }

  @Override
  public int[] rank(ImageFeatures image, int most) {
    double[] redundancy = score.of(codebook, space.of(image));
    return Selection.order(redundancy.length, i -> redundancy[i]);
  }
}
