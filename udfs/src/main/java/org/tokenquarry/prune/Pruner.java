package org.tokenquarry.prune;

import java.util.List;
import org.tokenquarry.token.ImageFeatures;

/**
 * Reduces the visual tokens of an image before the language model receives them. Deterministic: the
 * result depends on the image and the budget alone, not on earlier calls. Instances may be shared
 * by threads.
 *
 * <p>Most pruners keep some tokens as they are: see {@link SelectingPruner}.
 */
public interface Pruner {

  /**
   * The number of tokens for a share of them: rounded half to even, at least one.
   *
   * @param keep the share to keep, in (0, 1]
   * @param count how many tokens there are, N
   */
  static int budget(double keep, int count) {
    return (int) Math.max(1, Math.rint(keep * count));
  }

  /** A stable lower-case name for tables and reports. */
  String name();

  /**
   * Says whether it reads where tokens are in their image. Then tokens of several images cannot be
   * given to it as those of one ({@link ImageFeatures#joined}).
   */
  default boolean needsGrid() {
    return false;
  }

  /**
   * Prunes at several budgets. What does not depend on the budget is computed once.
   *
   * @param budgets how many tokens to keep, each in [1, N]
   * @return one element per budget, in their order
   * @throws IllegalArgumentException if a budget is out of range, or the pruner cannot judge the
   *     tokens (it says why)
   */
  List<Pruned> prune(ImageFeatures image, List<Integer> budgets);
}
