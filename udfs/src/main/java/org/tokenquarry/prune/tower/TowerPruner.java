package org.tokenquarry.prune.tower;

import java.util.List;
import org.tokenquarry.prune.Pruned;

/**
 * Reduces the visual tokens of an image before the language model, by parts of the vision side that
 * not every bundle offers. Deterministic. Instances may be shared by threads.
 */
public interface TowerPruner {

  /** A stable lower-case name for tables and reports. */
  String name();

  /** What a bundle must have for it, beside the methods {@code keys} and {@code project}. */
  String needs();

  /** Says whether the tower has that. It is the same for all images of a bundle. */
  boolean serves(TowerView image);

  /**
   * Prunes at several budgets.
   *
   * @param image of a tower that serves
   * @param budgets how many tokens to keep, each in [1, N]; methods that choose the number by the
   *     image give the same tokens at each
   * @return one element per budget, in their order
   * @throws IllegalArgumentException if the pruner cannot judge the tokens (it says why)
   */
  List<Pruned> prune(TowerView image, List<Integer> budgets);
}
