package org.tokenquarry.prune;

import org.tokenquarry.numeric.Ranking;
import org.tokenquarry.token.ImageFeatures;

/**
 * Keeps the tokens that a redundancy codebook (arXiv 2503.20540) calls least redundant, with one of
 * its published scores and the number given outright. Ties go to the lower index. No token is
 * looked at by a language model.
 *
 * @param name {@code codebook}, or one that begins so
 * @param codebook prototypes
 * @param space where they come from
 * @param score how redundancy is measured
 */
public record CodebookPruner(String name, Codebook codebook, Space space, RedundancyScore score)
    implements RankingPruner {

  /** A codebook of projected tokens, under the name of the score. */
  public CodebookPruner(Codebook codebook, RedundancyScore score) {
    this(score.pruner(), codebook, Space.PROJECTED, score);
  }

  /** The largest cosine to any prototype: the published fixed-number variant. */
  public CodebookPruner(Codebook codebook) {
    this(codebook, RedundancyScore.LARGEST_COSINE);
  }

  @Override
  public int[] rank(ImageFeatures image, int most) {
    double[] redundancy = score.of(codebook, space.of(image));
    return Ranking.rising(redundancy.length, i -> redundancy[i]);
  }
}
