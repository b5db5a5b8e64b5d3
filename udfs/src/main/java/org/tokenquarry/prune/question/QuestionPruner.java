package org.tokenquarry.prune.question;

import java.util.List;
import org.tokenquarry.prune.Pruned;
import org.tokenquarry.token.ImageFeatures;

/**
 * Reduces the visual tokens of an image for one question, before the language model receives them.
 * So an image that is asked about twice is reduced, and goes through the language model, twice.
 * Deterministic: the result depends on the image, the question and the budget alone. Instances may
 * be shared by threads.
 */
public interface QuestionPruner {

  /** A stable lower-case name for tables and reports. */
  String name();

  /**
   * Says whether it runs the model to choose. Then the decoder must run layer by layer, so that
   * tokens can keep their positions.
   */
  default boolean asksModel() {
    return false;
  }

  /**
   * The tokens by falling importance.
   *
   * @param most how many of them are needed, in [1, N]
   * @return at least {@code most} distinct token indices, the most important first
   * @throws IllegalArgumentException if the pruner cannot judge the tokens (it says why)
   */
  int[] rank(ImageFeatures image, Asked question, int most);

  /**
   * Keeps the first tokens of the rank, in spatial order.
   *
   * @param budgets how many tokens to keep, each in [1, N]; at least one
   * @return one element per budget, in their order
   * @throws IllegalArgumentException if the pruner cannot judge the tokens (it says why)
   */
  default List<Pruned> prune(ImageFeatures image, Asked question, List<Integer> budgets) {
    int most = budgets.stream().mapToInt(Integer::intValue).max().orElseThrow();
    return Pruned.prefixes(rank(image, question, most), budgets);
  }
}
