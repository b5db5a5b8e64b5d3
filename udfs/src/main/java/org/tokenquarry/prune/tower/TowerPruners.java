package org.tokenquarry.prune.tower;

import java.util.List;
import java.util.Optional;

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

  /** The method with a name; empty if there is none. */
  public static Optional<TowerPruner> named(String name) {
    return PRUNERS.stream().filter(pruner -> pruner.name().equals(name)).findFirst();
  }
}
