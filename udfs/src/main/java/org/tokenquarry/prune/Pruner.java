package org.tokenquarry.prune;

import java.util.List;
import org.tokenquarry.token.ImageFeatures;

/**
 * Makes fewer visual tokens of an image before the language model sees them. Deterministic: the
 * result depends on the image and the budget alone, not on earlier calls. Instances may be shared
 * by threads.
 *
 * <p>Most pruners keep some tokens as they are: see {@link SelectingPruner}.
 */
public interface Pruner {

  /**
   * How many tokens a share of them is: rounded half to even, at least one.
   *
   * @param keep the share, in (0, 1]
   * @param count N
   */
  static int budget(double keep, int count) {
    return (int) Math.max(1, Math.rint(keep * count));
  }

  /** A stable lower-case name for tables and reports. */
  String name();

  /**
   * Prunes at several budgets; what they have in common is computed once.
   *
   * @param budgets how many tokens to leave, each in [1, N]
   * @return one element a budget, in order
   * @throws IllegalArgumentException if a budget is out of range, or the pruner cannot judge the
   *     tokens (it says why)
   */
  List<Pruned> prune(ImageFeatures image, List<Integer> budgets);
}
