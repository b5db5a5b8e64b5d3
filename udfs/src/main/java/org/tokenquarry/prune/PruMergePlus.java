package org.tokenquarry.prune;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.tokenquarry.prune.form.Constant;
import org.tokenquarry.prune.form.TunableMethod;
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
 *
 * @param attended the share of the budget that goes to the most attended tokens, in [0, 1]
 */
public record PruMergePlus(double attended) implements SelectingPruner {

  private static final double QUARTER = 0.25;

  /** Its constant. */
  public static final TunableMethod<Pruner> TUNABLE =
      new TunableMethod<>(
          "prumerge-plus",
          List.of(Constant.share("attended", QUARTER)),
          values -> new PruMergePlus(values.number("attended")));

  /**
   * Checks the setting.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  public PruMergePlus {
    if (!(attended >= 0 && attended <= 1)) {
      throw new IllegalArgumentException(
          "PruMerge+ needs a share of attended tokens from 0 to 1, not " + attended);
    }
  }

  /** With a quarter of the budget. */
  public PruMergePlus() {
    this(QUARTER);
  }

  @Override
  public String name() {
    return TUNABLE.named(Map.of("attended", attended));
  }

  @Override
  public int[] keep(ImageFeatures image, int budget) {
    int[] order = ClsAttentionPruner.mostAttended(image);
    PrunerChecks.requireBudget(budget, order.length);
    int first = (int) Math.ceil(budget * attended);
    int[] rest = Arrays.stream(order, first, order.length).sorted().toArray();
    int spaced = budget - first;
    return IntStream.concat(
            Arrays.stream(order, 0, first),
            IntStream.range(0, spaced)
                .map(i -> rest[(int) ((2L * i + 1) * rest.length / (2L * spaced))]))
        .sorted()
        .toArray();
  }
}
