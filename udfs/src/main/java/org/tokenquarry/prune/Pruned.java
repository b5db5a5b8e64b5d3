package org.tokenquarry.prune;

import java.util.Arrays;
import java.util.List;
import org.tokenquarry.token.TokenMatrix;
import org.tokenquarry.token.VisualTokens;

/**
 * The visual tokens of an image that are left after pruning. The language model receives them in
 * place of all tokens.
 */
public sealed interface Pruned {

  /**
   * The tokens, in the order in which the language model sees them.
   *
   * @param all the tokens of the image that was pruned
   * @return {@code [m, R]}, see {@link VisualTokens#rows}
   */
  TokenMatrix tokens(VisualTokens all);

  /**
   * The index of each of them among all N tokens, ascending; do not modify.
   *
   * @return {@code [m]}
   */
  int[] positions();

  /** How many tokens there are, m. */
  default int count() {
    return positions().length;
  }

  /**
   * Keeps the first tokens of a rank, in spatial order.
   *
   * @param order distinct token indices, the most important first
   * @param budgets how many to keep, each at most as many as there are in {@code order}
   * @return one element per budget, in their order
   */
  static List<Pruned> prefixes(int[] order, List<Integer> budgets) {
    return budgets.stream()
        .<Pruned>map(budget -> new Kept(Arrays.stream(order, 0, budget).sorted().toArray()))
        .toList();
  }

  /**
   * Some of the tokens, unchanged.
   *
   * @param positions their indices, ascending and distinct
   */
  record Kept(int[] positions) implements Pruned {

    @Override
    public TokenMatrix tokens(VisualTokens all) {
      return all.rows().rows(positions);
    }
  }

  /**
   * New tokens, each made of several.
   *
   * @param merged {@code [m, D]}, in the space of the language model's input
   * @param positions for each new token, the index of the token in the middle of those it was made
   *     of, whose planes it takes where the model has planes; ascending
   */
  record Merged(TokenMatrix merged, int[] positions) implements Pruned {

    @Override
    public TokenMatrix tokens(VisualTokens all) {
      if (all.rows().dim() == merged.dim()) {
        return merged;
      }
      TokenMatrix rows = all.rows().rows(positions);
      for (int i = 0; i < merged.count(); i++) {
        System.arraycopy(merged.row(i), 0, rows.values(), i * rows.dim(), merged.dim());
      }
      return rows;
    }
  }
}
