package org.tokenquarry.prune;

import java.util.List;
import org.tokenquarry.token.VisualTokens;

/**
 * Keeps the tokens least similar to any prototype: the published fixed-number variant with the
 * number given outright. Ties go to the lower index. No token is looked at by a language model.
 *
 * @param codebook prototypes of the same projected space as the tokens
 */
public record CodebookPruner(Codebook codebook) implements Pruner {

  @Override
  public String name() {
    return "codebook";
  }

  @Override
  public int[] keep(VisualTokens tokens, int budget) {
    return keepEach(tokens, List.of(budget)).get(0);
  }

  @Override
  public List<int[]> keepEach(VisualTokens tokens, List<Integer> budgets) {
    budgets.forEach(budget -> Selection.requireBudget(budget, tokens.grid().size()));
    double[] redundancy = codebook.redundancy(tokens.projected());
    return budgets.stream()
        .map(budget -> Selection.smallest(redundancy.length, i -> redundancy[i], budget))
        .toList();
  }
}
