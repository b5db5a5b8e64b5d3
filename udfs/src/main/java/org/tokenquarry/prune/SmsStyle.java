package org.tokenquarry.prune;

import org.tokenquarry.token.ImageFeatures;

/**
 * In the style of "Sparsity Meets Similarity" (arXiv 2409.01162, first stage): the cosines of
 * tokens to [CLS] are long-tailed, and the curve of sorted cosines is cut at its inflection.
 *
 * <p>The paper's formula and code are not public; the rule of {@link #inflection} is ours. It keeps
 * as many tokens as the image says. At a budget the first m of the same order are kept, which is
 * what {@link ClsSimilarityPruner#mostSimilar} keeps: both have the same figures.
 */
public final class SmsStyle implements RankingPruner {

  private static final int FEWEST = 8;

  private final RankingPruner order = ClsSimilarityPruner.mostSimilar();

  @Override
  public String name() {
    return "sms-style";
  }

  @Override
  public int[] rank(ImageFeatures image, int most) {
    return order.rank(image, most);
  }

  /**
   * How many tokens are kept where no budget is given: with cosines sorted by falling value, the
   * rank whose cosine lies farthest below the chord from the first to the last; all where none lies
   * below it. At least 8, or all if there are fewer.
   *
   * @param image its cosines to [CLS] must not be NaN
   */
  public int inflection(ImageFeatures image) {
    int[] sorted = rank(image, image.tokens().grid().size());
    float[] cosine = image.tokens().clsCosine();
    int last = sorted.length - 1;
    double first = cosine[sorted[0]];
    double slope = (cosine[sorted[last]] - first) / Math.max(1, last);
    int kept = sorted.length;
    double deepest = 0;
    for (int rank = 0; rank <= last; rank++) {
      double below = first + slope * rank - cosine[sorted[rank]];
      if (below > deepest) {
        deepest = below;
        kept = rank + 1;
      }
    }
    return Math.min(sorted.length, Math.max(FEWEST, kept));
  }
}
