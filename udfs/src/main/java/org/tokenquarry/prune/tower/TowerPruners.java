package org.tokenquarry.prune.tower;

import java.util.List;
import java.util.Optional;
import org.tokenquarry.prune.form.TunableMethod;

/** Every method that needs more of the vision side than all bundles give, by name. */
public final class TowerPruners {

  private static final List<TowerPruner> PRUNERS =
      List.of(
          PruMergePruner.published(),
          PruMergePruner.publishedPlus(),
          VisionZipPruner.PUBLISHED,
          new ZooPruner(0));

  private TowerPruners() {}

  /** All names, in the order of help and reports. */
  public static List<String> names() {
    return PRUNERS.stream().map(TowerPruner::name).toList();
  }

  /** Those that have constants. */
  public static List<TunableMethod<TowerPruner>> tunable() {
    return List.of(
        PruMergePruner.tunable(PruMergePruner.Rule.OUTLIERS),
        PruMergePruner.tunable(PruMergePruner.Rule.PLUS),
        VisionZipPruner.TUNABLE,
        ZooPruner.TUNABLE);
  }

  /** The method with a name; empty if there is none. */
  public static Optional<TowerPruner> named(String name) {
    return PRUNERS.stream().filter(pruner -> pruner.name().equals(name)).findFirst();
  }
}
