package org.tokenquarry.prune.tower;

import java.util.List;
import java.util.Map;
import org.tokenquarry.prune.Pruned;
import org.tokenquarry.prune.form.Bounds;
import org.tokenquarry.prune.form.Constant;
import org.tokenquarry.prune.form.TunableMethod;

/**
 * {@link ZooPrune} with the published number of directions, the same for all images.
 *
 * @param seed of the directions
 * @param step h, above 0
 */
public record ZooPruner(long seed, double step) implements TowerPruner {

  /** Its constant. The number of directions is none: it says how well sensitivity is known. */
  public static final TunableMethod<TowerPruner> TUNABLE =
      new TunableMethod<>(
          "zoo-prune",
          List.of(
              new Constant(
                  "step",
                  ZooPrune.PUBLISHED_STEP,
                  List.of(0.001, 0.003, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0),
                  Bounds.above(0))),
          values -> new ZooPruner(0, values.number("step")));

  /** With the published step. */
  public ZooPruner(long seed) {
    this(seed, ZooPrune.PUBLISHED_STEP);
  }

  @Override
  public String name() {
    return TUNABLE.named(Map.of("step", step));
  }

  @Override
  public String needs() {
    return "nothing more";
  }

  @Override
  public boolean serves(TowerView image) {
    return true;
  }

  @Override
  public List<Pruned> prune(TowerView view, List<Integer> budgets) {
    ZooPrune rule = ZooPrune.of(seed, view.image().features().dim(), step);
    double[] sensitivity = rule.sensitivity(view.image().features(), view.projector());
    int most = budgets.stream().mapToInt(Integer::intValue).max().orElseThrow();
    return Pruned.prefixes(
        ZooPrune.rank(sensitivity, view.image().tokens().projected(), most), budgets);
  }
}
