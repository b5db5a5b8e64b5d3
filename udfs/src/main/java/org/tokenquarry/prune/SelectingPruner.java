package org.tokenquarry.prune;

import java.util.List;
import org.tokenquarry.token.ImageFeatures;

/**
 * Keeps exactly as many tokens as the budget says. The tokens are not changed, and their spatial
 * order is kept.
 */
public interface SelectingPruner extends Pruner {

  /**
   * Chooses tokens.
   *
   * @param budget how many to keep, in [1, N]
   * @return {@code [budget]} distinct token indices, ascending
   * @throws IllegalArgumentException if the budget is out of range, or the pruner cannot judge the
   *     tokens (it says why)
   */
  int[] keep(ImageFeatures image, int budget);

  @Override
  default List<Pruned> prune(ImageFeatures image, List<Integer> budgets) {
    return budgets.stream().<Pruned>map(budget -> new Pruned.Kept(keep(image, budget))).toList();
  }
}
