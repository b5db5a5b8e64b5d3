package org.tokenquarry.prune;

import org.tokenquarry.numeric.Ranking;
import org.tokenquarry.token.ImageFeatures;

/**
 * Keeps the tokens that are least redundant by a redundancy codebook (arXiv 2503.20540) and one of
 * its published scores. The number of tokens is the budget. Ties go to the lower index. The
 * language model is not run.
 *
 * @param name {@code codebook}, or a name that begins with it
 * @param codebook prototypes
 * @param space the vectors of tokens that are compared with the prototypes
 * @param score how redundancy is measured
 */
public record CodebookPruner(String name, Codebook codebook, Space space, RedundancyScore score)
    implements RankingPruner {

  /** A codebook of projected tokens, with the name of the score. */
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
