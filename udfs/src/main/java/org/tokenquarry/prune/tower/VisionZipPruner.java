package org.tokenquarry.prune.tower;

import java.util.List;
import java.util.Map;
import org.tokenquarry.prune.Pruned;
import org.tokenquarry.prune.form.Constant;
import org.tokenquarry.prune.form.TunableMethod;

/**
 * {@link VisionZipMerging} at a budget, with [CLS] as one of the m tokens, as in the paper. Of m
 * tokens {@code round(m * contextual)} are contextual, but none of the first two; the others are
 * dominant.
 *
 * @param contextual share of contextual tokens, in [0, 1)
 */
public record VisionZipPruner(double contextual) implements TowerPruner {

  /** As published: 10 of 64. */
  public static final VisionZipPruner PUBLISHED = new VisionZipPruner(10.0 / 64);

  /** Its constant. */
  public static final TunableMethod<TowerPruner> TUNABLE =
      new TunableMethod<>(
          "visionzip-merged",
          List.of(Constant.shareBelowOne("contextual", PUBLISHED.contextual)),
          values -> new VisionZipPruner(values.number("contextual")));

  @Override
  public String name() {
    return TUNABLE.named(Map.of("contextual", contextual));
  }

  @Override
  public String needs() {
    return "a tower with [CLS]";
  }

  @Override
  public boolean serves(TowerView image) {
    return image.hasCls();
  }

  @Override
  public List<Pruned> prune(TowerView view, List<Integer> budgets) {
    VisionZipMerging merging =
        new VisionZipMerging(
            view.image().clsAttention(),
            MergedRows.withoutCls(view.keys().keys()),
            view.keys().states());
    return budgets.stream().map(budget -> at(budget, view, merging)).toList();
  }

  private Pruned at(int budget, TowerView view, VisionZipMerging merging) {
    int others = budget - 1;
    int targets = (int) Math.min(others, Math.rint(budget * contextual));
    return MergedRows.projected(view, merging.merged(others - targets, targets));
  }
}
