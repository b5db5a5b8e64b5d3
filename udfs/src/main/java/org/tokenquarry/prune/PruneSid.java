package org.tokenquarry.prune;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.tokenquarry.prune.form.Bounds;
import org.tokenquarry.prune.form.Constant;
import org.tokenquarry.prune.form.TunableMethod;
import org.tokenquarry.token.ImageFeatures;

/**
 * PruneSID (ICLR 2026, arXiv 2603.09480), as its code for LLaVA has it: sorts tokens into groups by
 * the main directions of the image, and keeps unlike tokens of each group, the most attended first.
 *
 * <p>Its m counts [CLS], which it keeps first. Here [CLS] is no visual token, so for a budget of b
 * tokens the rule runs with {@code m = b + 1}.
 *
 * <ol>
 *   <li>{@code G = int(m / group)} groups, at least 1, see {@link SidGroups}.
 *   <li>In a group the most attended token is picked, tokens whose cosine (of ViT features) to it
 *       exceeds {@code (m / scale) * mean cosine of all pairs} are passed over, and so on. The
 *       tokens that were passed over follow, by falling attention.
 *   <li>{@link SidQuotas} says how many of each group stay.
 * </ol>
 *
 * <p>The published code finds directions by a randomised decomposition; here it is exact, so
 * nothing is random. A larger budget need not contain a smaller one. {@code O(N^2 (N + D))}. Ties
 * go to the lower index.
 *
 * @param group tokens of the budget for each group, at least 2, so that there are fewer groups than
 *     tokens stay; published 4
 * @param scale above 0; published 32
 */
public record PruneSid(int group, double scale) implements SelectingPruner {

  /** Its constants. */
  public static final TunableMethod<Pruner> TUNABLE =
      new TunableMethod<>(
          "prunesid",
          List.of(
              new Constant(
                  "group",
                  4,
                  List.of(2.0, 3.0, 6.0, 8.0, 12.0, 16.0, 24.0),
                  Bounds.whole(2, 1_000_000)),
              new Constant(
                  "scale",
                  32,
                  List.of(4.0, 8.0, 12.0, 16.0, 24.0, 48.0, 64.0, 96.0, 128.0),
                  Bounds.above(0))),
          values -> new PruneSid(values.whole("group"), values.number("scale")));

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public PruneSid {
    if (group < 2 || !(scale > 0)) {
      throw new IllegalArgumentException(
          "PruneSID needs groups of at least 2 tokens and a scale above 0, not "
              + group
              + " and "
              + scale);
    }
  }

  /** As published. */
  public PruneSid() {
    this(4, 32);
  }

  @Override
  public String name() {
    return TUNABLE.named(Map.of("group", (double) group, "scale", scale));
  }

  @Override
  public int[] keep(ImageFeatures image, int budget) {
    return prune(image, List.of(budget)).get(0).positions();
  }

  @Override
  public List<Pruned> prune(ImageFeatures image, List<Integer> budgets) {
    int[] attended = ClsAttentionPruner.mostAttended(image);
    budgets.forEach(budget -> PrunerChecks.requireBudget(budget, attended.length));
    double[][] cosines = Cosines.between(image.features());
    double mean = meanOfPairs(cosines);
    double[][] directions = SidGroups.directions(image.features());
    return budgets.stream()
        .<Pruned>map(
            budget -> {
              int counted = budget + 1;
              int groups = Math.max(1, counted / group);
              return new Pruned.Kept(
                  SidGroups.of(directions, groups)
                      .ranked(attended, cosines, counted / scale * mean)
                      .best(counted));
            })
        .toList();
  }

  /** The mean over pairs of two tokens; 0 if there is one token only. */
  private static double meanOfPairs(double[][] cosines) {
    int count = cosines.length;
    double sum =
        IntStream.range(0, count)
            .mapToDouble(i -> IntStream.range(i + 1, count).mapToDouble(j -> cosines[i][j]).sum())
            .sum();
    return sum / Math.max(1, (long) count * (count - 1) / 2);
  }
}
