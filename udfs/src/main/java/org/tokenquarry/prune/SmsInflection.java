package org.tokenquarry.prune;

import org.tokenquarry.token.ImageFeatures;

/**
 * How many tokens "Sparsity Meets Similarity" (arXiv 2409.01162, first stage) keeps of an image.
 * The paper's formula and code are not public; this rule is ours.
 */
public final class SmsInflection {

  private static final int FEWEST = 8;

  private SmsInflection() {}

  /**
   * Cuts the curve of cosines to [CLS], sorted by falling value, at its inflection: the rank whose
   * cosine lies farthest below the straight line from the first to the last.
   *
   * @param image its cosines to [CLS] must not be NaN
   * @return how many tokens are kept; all where no cosine lies below the line; at least 8, or all
   *     where there are fewer
   */
  public static int of(ImageFeatures image) {
    int[] sorted = new SmsStyle().rank(image, image.tokens().grid().size());
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
