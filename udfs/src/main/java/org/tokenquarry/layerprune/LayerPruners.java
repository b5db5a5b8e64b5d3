package org.tokenquarry.layerprune;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tokenquarry.prune.Dart;
import org.tokenquarry.prune.form.TunableMethod;

/** Every method that drops visual tokens inside the language model, by name. */
public final class LayerPruners {

  private static final List<LayerPruner> WITHOUT_SETTINGS =
      List.of(new DartPruner(Dart.PUBLISHED), new FastV(), new SparseVlm(), new Vtw());

  private LayerPruners() {}

  /** Those that have constants which change no cost. */
  public static List<TunableMethod<LayerPruner>> tunable() {
    return List.of(DartPruner.TUNABLE, SparseVlm.TUNABLE);
  }

  /** All names, in the order of help and reports. */
  public static List<String> names() {
    return List.of("dart", "fastv", FitPrune.NAME, "sparsevlm", "vtw");
  }

  /**
   * A method by name.
   *
   * @param recipes of FitPrune, by budget
   */
  public static Optional<LayerPruner> named(String name, Map<Integer, FitPruneRecipe> recipes) {
    return name.equals(FitPrune.NAME)
        ? Optional.of(new FitPrune(recipes))
        : WITHOUT_SETTINGS.stream().filter(method -> method.name().equals(name)).findFirst();
  }
}
