package org.tokenquarry.prune;

import java.util.List;
import org.tokenquarry.token.VisualTokens;

/**
 * Chooses which visual tokens of an image the language model sees. Deterministic: the choice
 * depends on the image and the budget alone, not on earlier calls. Instances may be shared by
 * threads.
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
   * Keeps exactly as many tokens as the budget says.
   *
   * @param tokens all N tokens of an image
   * @param budget how many to keep, in [1, N]
   * @return {@code [budget]} distinct token indices, ascending, which is their spatial order
   * @throws IllegalArgumentException if the budget is out of range, or the pruner cannot judge the
   *     tokens (it says why)
   */
  int[] keep(VisualTokens tokens, int budget);

  /**
   * Keeps tokens at several budgets; what they have in common may be computed once.
   *
   * @param budgets each in [1, N]
   * @return for each budget what {@link #keep} gives
   */
  default List<int[]> keepEach(VisualTokens tokens, List<Integer> budgets) {
    return budgets.stream().map(budget -> keep(tokens, budget)).toList();
  }
}
