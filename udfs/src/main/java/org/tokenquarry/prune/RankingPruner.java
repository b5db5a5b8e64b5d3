package org.tokenquarry.prune;

import java.util.List;
import org.tokenquarry.token.ImageFeatures;

/**
 * Ranks the tokens of an image and keeps the first ones. A larger budget keeps all that a smaller
 * budget keeps.
 */
public interface RankingPruner extends SelectingPruner {

  /**
   * The tokens by falling importance.
   *
   * @param most how many of them are needed, in [1, N]
   * @return at least {@code most} distinct token indices, the most important first
   * @throws IllegalArgumentException if the pruner cannot judge the tokens (it says why)
   */
  int[] rank(ImageFeatures image, int most);

  @Override
  default int[] keep(ImageFeatures image, int budget) {
    return prune(image, List.of(budget)).get(0).positions();
  }

  @Override
  default List<Pruned> prune(ImageFeatures image, List<Integer> budgets) {
    int count = image.tokens().grid().size();
    budgets.forEach(budget -> PrunerChecks.requireBudget(budget, count));
    int[] order = rank(image, budgets.stream().mapToInt(Integer::intValue).max().orElse(0));
    return Pruned.prefixes(order, budgets);
  }
}
