package org.tokenquarry.prune;

import java.util.function.IntToDoubleFunction;
import org.tokenquarry.token.VisualTokens;

/**
 * Ranks tokens by the cosine of their patch feature to [CLS], or to the mean patch where the tower
 * has no [CLS]. Ties go to the lower index. A NaN cosine is refused.
 */
public enum ClsSimilarityPruner implements Pruner {

  /** Keeps the most similar tokens, taking [CLS] for a summary of what matters. */
  MOST_SIMILAR("cls-most-similar", -1),

  /**
   * Keeps the least similar ones: the opposite of the above, to tell whether the rank says much.
   */
  LEAST_SIMILAR("cls-least-similar", 1);

  private final String name;
  private final int sign;

  ClsSimilarityPruner(String name, int sign) {
    this.name = name;
    this.sign = sign;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int[] keep(VisualTokens tokens, int budget) {
    float[] cosine = tokens.clsCosine();
    Selection.requireBudget(budget, cosine.length);
    for (int i = 0; i < cosine.length; i++) {
      if (Float.isNaN(cosine[i])) {
        throw new IllegalArgumentException("the cosine of token " + i + " to [CLS] is NaN");
      }
    }
    IntToDoubleFunction score = i -> sign * cosine[i];
    return Selection.smallest(cosine.length, score, budget);
  }
}
