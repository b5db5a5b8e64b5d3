package org.tokenquarry.prune;

import org.tokenquarry.token.ImageFeatures;

/**
 * In the style of "Sparsity Meets Similarity" (arXiv 2409.01162, first stage): keeps the tokens
 * that are most similar to [CLS].
 *
 * <p>The paper sets the number of tokens itself, where the curve of sorted cosines bends; {@link
 * AdaptivePruner#sms} does so. At a budget of m the first m of the same order are kept. {@link
 * ClsSimilarityPruner#mostSimilar} keeps the same ones, so both have the same metrics.
 */
public final class SmsStyle implements RankingPruner {

  private final RankingPruner order = ClsSimilarityPruner.mostSimilar();

  @Override
  public String name() {
    return "sms-style";
  }

  @Override
  public int[] rank(ImageFeatures image, int most) {
    return order.rank(image, most);
  }
}
