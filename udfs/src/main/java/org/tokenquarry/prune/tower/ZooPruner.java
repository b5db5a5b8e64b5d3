package org.tokenquarry.prune.tower;

import java.util.List;
import org.tokenquarry.prune.Pruned;

/**
 * {@link ZooPrune} as published, with the directions of one seed for all images.
 *
 * @param seed of the directions
 */
public record ZooPruner(long seed) implements TowerPruner {

  @Override
  public String name() {
    return "zoo-prune";
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
    ZooPrune rule = ZooPrune.published(seed, view.image().features().dim());
    double[] sensitivity = rule.sensitivity(view.image().features(), view.projector());
    int most = budgets.stream().mapToInt(Integer::intValue).max().orElseThrow();
    return Pruned.prefixes(
        ZooPrune.rank(sensitivity, view.image().tokens().projected(), most), budgets);
  }
}
