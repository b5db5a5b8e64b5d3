package org.tokenquarry.prune;

import org.tokenquarry.numeric.Ranking;
import org.tokenquarry.token.ImageFeatures;

/**
 * Ranks tokens by the cosine of their patch feature to [CLS], or to the mean patch if the tower has
 * no [CLS]. Ties go to the lower index. A NaN cosine is refused.
 */
public final class ClsSimilarityPruner implements RankingPruner {

  private final String name;
  private final int sign;

  private ClsSimilarityPruner(String name, int sign) {
    this.name = name;
    this.sign = sign;
  }

  /** Keeps the most similar tokens: [CLS] is taken as a summary of what matters. */
  public static ClsSimilarityPruner mostSimilar() {
    return new ClsSimilarityPruner("cls-most-similar", -1);
  }

  /**
   * Keeps the least similar tokens. Compared with the opposite, this shows whether the rank
   * matters.
   */
  public static ClsSimilarityPruner leastSimilar() {
    return new ClsSimilarityPruner("cls-least-similar", 1);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int[] rank(ImageFeatures image, int most) {
    float[] cosine = image.tokens().clsCosine();
    PrunerChecks.requireNumbers(cosine, "the cosine to [CLS]");
    return Ranking.rising(cosine.length, i -> sign * cosine[i]);
  }
}
