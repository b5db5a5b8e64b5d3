package org.tokenquarry.task;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.tokenquarry.answer.BudgetOver;
import org.tokenquarry.prune.Pruned;
import org.tokenquarry.prune.Pruner;
import org.tokenquarry.token.ImageFeatures;

/**
 * What is left of the parts of a question's images at several budgets: each part keeps its share,
 * or all of them together do.
 */
final class TokenBudgets {

  private final List<ImageFeatures> parts;
  private final List<Double> keeps;
  private final boolean together;
  private ImageFeatures joined;

  /**
   * Prepares to prune.
   *
   * @param parts of all images, at least one
   * @param keeps shares that are kept, each in (0, 1]
   */
  TokenBudgets(List<ImageFeatures> parts, List<Double> keeps, BudgetOver over) {
    this.parts = List.copyOf(parts);
    this.keeps = List.copyOf(keeps);
    this.together = over == BudgetOver.QUESTION && parts.size() > 1;
  }

  /** Chooses among tokens that share a budget. */
  @FunctionalInterface
  interface Choosing {

    /**
     * Prunes.
     *
     * @param tokens that share a budget
     * @param among what is shown of each part, if some of these tokens are shown (by their indices,
     *     ascending) and all other tokens too
     * @return one element per budget
     */
    List<Pruned> left(
        ImageFeatures tokens, List<Integer> budgets, Function<int[], List<Pruned>> among);
  }

  /**
   * What a pruner leaves that sees tokens alone.
   *
   * @return one element per budget, with one for each part
   */
  List<List<Pruned>> left(Pruner pruner) {
    return pruner.needsGrid()
        ? ofParts(part -> pruner.prune(parts.get(part), budgets(part)))
        : left((tokens, budgets, among) -> pruner.prune(tokens, budgets));
  }

  /**
   * What is left by a choice.
   *
   * @return one element per budget, with one for each part
   */
  List<List<Pruned>> left(Choosing choosing) {
    if (!together) {
      return ofParts(
          part -> choosing.left(parts.get(part), budgets(part), kept -> amongAll(part, kept)));
    }
    if (joined == null) {
      joined = ImageFeatures.joined(parts);
    }
    return choosing.left(joined, budgets(joined), this::split).stream()
        .map(left -> split(left.positions()))
        .toList();
  }

  /**
   * What is left part by part.
   *
   * @param left what is left of a part, one element per budget
   * @return one element per budget, with one for each part
   */
  List<List<Pruned>> ofParts(IntFunction<List<Pruned>> left) {
    List<List<Pruned>> byPart = IntStream.range(0, parts.size()).mapToObj(left).toList();
    return IntStream.range(0, keeps.size())
        .mapToObj(budget -> byPart.stream().map(part -> part.get(budget)).toList())
        .toList();
  }

  /** How many tokens a part keeps, one element per budget. */
  List<Integer> budgets(int part) {
    return budgets(parts.get(part));
  }

  /** All tokens of each part. */
  List<Pruned> everything() {
    return parts.stream().map(TokenBudgets::whole).toList();
  }

  private List<Integer> budgets(ImageFeatures tokens) {
    int count = tokens.tokens().grid().size();
    return keeps.stream().map(keep -> Pruner.budget(keep, count)).toList();
  }

  private List<Pruned> amongAll(int part, int[] kept) {
    List<Pruned> shown = new ArrayList<>(everything());
    shown.set(part, new Pruned.Kept(kept));
    return shown;
  }

  /** Gives joined tokens back to their parts. */
  private List<Pruned> split(int[] kept) {
    List<Pruned> left = new ArrayList<>();
    int first = 0;
    for (ImageFeatures part : parts) {
      int from = first;
      int to = first + part.tokens().grid().size();
      left.add(
          new Pruned.Kept(
              Arrays.stream(kept).filter(i -> from <= i && i < to).map(i -> i - from).toArray()));
      first = to;
    }
    return left;
  }

  private static Pruned whole(ImageFeatures part) {
    return new Pruned.Kept(IntStream.range(0, part.tokens().grid().size()).toArray());
  }
}
