package org.tokenquarry.prune;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.tokenquarry.token.ImageFeatures;

/**
 * In the style of PruMerge+ (Shang et al., ICCV 2025, arXiv 2403.15388), as a selection at a
 * budget: some tokens by [CLS] attention, the others evenly spaced over what is left. The published
 * method reads another attention, see {@link ClsAttentionPruner}.
 *
 * <p>The published rule adds about three evenly spaced tokens to every outlier ({@link
 * org.tokenquarry.prune.tower.PruMerge#supplement}), so a quarter of the budget, rounded up, goes
 * to the most attended tokens. The others are evenly spaced over the remaining tokens in row-major
 * order, so that their number is exact. Nothing is merged, see {@link
 * org.tokenquarry.prune.tower.PruMerge}.
 */
public final class PruMergePlus implements SelectingPruner {

  private static final int ONE_IN = 4;

  @Override
  public String name() {
    return "prumerge-plus";
  }

  @Override
  public int[] keep(ImageFeatures image, int budget) {
    int[] order = ClsAttentionPruner.mostAttended(image);
    PrunerChecks.requireBudget(budget, order.length);
    int attended = (budget + ONE_IN - 1) / ONE_IN;
    int[] rest = Arrays.stream(order, attended, order.length).sorted().toArray();
    int spaced = budget - attended;
    return IntStream.concat(
            Arrays.stream(order, 0, attended),
            IntStream.range(0, spaced)
                .map(i -> rest[(int) ((2L * i + 1) * rest.length / (2L * spaced))]))
        .sorted()
        .toArray();
  }
}
