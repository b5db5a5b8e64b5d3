package org.tokenquarry.prune;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.tokenquarry.prune.form.Constant;
import org.tokenquarry.prune.form.TunableMethod;
import org.tokenquarry.token.ImageFeatures;

/**
 * VisPruner (Zhang et al., ICCV 2025, arXiv 2412.01818): keeps important tokens by [CLS] attention,
 * and diverse tokens among the rest.
 *
 * <p>{@code int(m r)} tokens are the most attended ones. The rest, by falling attention, is divided
 * into A (first, third, ...) and B. The tokens of A that are most similar to any of B are dropped,
 * at most 8 at once. A by falling similarity, followed by B, is divided again, until {@code m -
 * int(m r)} tokens remain. Similarity is the cosine of ViT features. Ties go to the lower index. If
 * the number of tokens is odd, A has one more; the published code fails in this case.
 *
 * @param important r, the share of attended tokens, in [0, 1]
 */
public record VisPruner(double important) implements SelectingPruner {

  /** As published. */
  public static final VisPruner PUBLISHED = new VisPruner(0.5);

  /** Its constant, r. */
  public static final TunableMethod<Pruner> TUNABLE =
      new TunableMethod<>(
          "vispruner",
          List.of(Constant.share("important", PUBLISHED.important)),
          values -> new VisPruner(values.number("important")));

  private static final int AT_ONCE = 8;

  /**
   * Checks the setting.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  public VisPruner {
    if (!(important >= 0 && important <= 1)) {
      throw new IllegalArgumentException(
          "VisPruner needs a share of attended tokens from 0 to 1, not " + important);
    }
  }

  @Override
  public String name() {
    return TUNABLE.named(Map.of("important", important));
  }

  @Override
  public int[] keep(ImageFeatures image, int budget) {
    return select(image, budget, Cosines.between(image.features()));
  }

  @Override
  public List<Pruned> prune(ImageFeatures image, List<Integer> budgets) {
    double[][] cosines = Cosines.between(image.features());
    return budgets.stream()
        .<Pruned>map(budget -> new Pruned.Kept(select(image, budget, cosines)))
        .toList();
  }

  private int[] select(ImageFeatures image, int budget, double[][] cosines) {
    int[] order = ClsAttentionPruner.mostAttended(image);
    PrunerChecks.requireBudget(budget, order.length);
    int attended = (int) (budget * important);
    List<Integer> rest =
        new ArrayList<>(Arrays.stream(order, attended, order.length).boxed().toList());
    while (rest.size() > budget - attended) {
      rest = withoutSimilar(rest, Math.min(AT_ONCE, rest.size() - budget + attended), cosines);
    }
    return IntStream.concat(
            Arrays.stream(order, 0, attended), rest.stream().mapToInt(Integer::intValue))
        .sorted()
        .toArray();
  }

  private static List<Integer> withoutSimilar(List<Integer> rest, int most, double[][] cosines) {
    List<Integer> dealt = every(rest, 0);
    List<Integer> others = every(rest, 1);
    List<Integer> left =
        new ArrayList<>(
            dealt.stream()
                .sorted(
                    Comparator.<Integer>comparingDouble(i -> -largest(cosines[i], others))
                        .thenComparing(Comparator.naturalOrder()))
                .skip(most)
                .toList());
    left.addAll(others);
    return left;
  }

  private static List<Integer> every(List<Integer> tokens, int first) {
    return IntStream.range(0, tokens.size())
        .filter(place -> place % 2 == first)
        .mapToObj(tokens::get)
        .toList();
  }

  private static double largest(double[] cosines, List<Integer> others) {
    return others.stream().mapToDouble(j -> cosines[j]).max().orElse(Double.NEGATIVE_INFINITY);
  }
}
