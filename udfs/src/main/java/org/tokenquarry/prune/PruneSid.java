package org.tokenquarry.prune;

import java.util.List;
import java.util.stream.IntStream;
import org.tokenquarry.token.ImageFeatures;

/**
 * PruneSID (ICLR 2026, arXiv 2603.09480), as its code for LLaVA has it: sorts tokens into groups by
 * the main directions of the image, and keeps unlike tokens of each group, the most attended first.
 *
 * <p>Its m counts [CLS], which it keeps first. Here [CLS] is no visual token, so for a budget of b
 * tokens the rule runs with {@code m = b + 1}.
 *
 * <ol>
 *   <li>{@code G = int(m / 4)} groups, at least 1, see {@link SidGroups}.
 *   <li>In a group the most attended token is picked, tokens whose cosine (of ViT features) to it
 *       exceeds {@code (m / 32) * mean cosine of all pairs} are passed over, and so on. The tokens
 *       that were passed over follow, by falling attention.
 *   <li>{@link SidQuotas} says how many of each group stay.
 * </ol>
 *
 * <p>The published code finds directions by a randomised decomposition; here it is exact, so
 * nothing is random. A larger budget need not contain a smaller one. {@code O(N^2 (N + D))}. Ties
 * go to the lower index.
 */
public final class PruneSid implements SelectingPruner {

  private static final double RADIUS_SCALE = 32;
  private static final int TOKENS_PER_GROUP = 4;

  @Override
  public String name() {
    return "prunesid";
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
              int groups = Math.max(1, counted / TOKENS_PER_GROUP);
              return new Pruned.Kept(
                  SidGroups.of(directions, groups)
                      .ranked(attended, cosines, counted / RADIUS_SCALE * mean)
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
