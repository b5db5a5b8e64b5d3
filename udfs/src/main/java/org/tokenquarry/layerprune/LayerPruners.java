package org.tokenquarry.layerprune;

import java.util.List;
import java.util.Optional;
import org.tokenquarry.prune.Dart;
import org.tokenquarry.prune.form.TunableMethod;

/** Every method that drops visual tokens inside the language model, by name. */
public final class LayerPruners {

  private static final List<LayerPruner> WITHOUT_SETTINGS =
      List.of(
          new DartPruner(Dart.PUBLISHED),
          FastV.scaled(),
          FastV.published(),
          new SparseVlm(),
          Vtw.atBudget());

  private LayerPruners() {}

  /** Those that have constants which change no cost. */
  public static List<TunableMethod<LayerPruner>> tunable() {
    return List.of(DartPruner.TUNABLE, SparseVlm.TUNABLE);
  }

  /** All names, in the order of help and reports. */
  public static List<String> names() {
    return List.of("dart", "fastv", "fastv-k2", FitPrune.NAME, "sparsevlm", "vtw", Vtw.SEARCHED);
  }

  /**
   * A method by name; empty if there is none, or if the calibration lacks what it needs.
   *
   * @param calibration of those that are calibrated
   */
  public static Optional<LayerPruner> named(String name, LayerCalibration calibration) {
    return switch (name) {
      case FitPrune.NAME ->
          Optional.of(calibration.recipes())
              .filter(recipes -> !recipes.isEmpty())
              .map(FitPrune::new);
      case Vtw.SEARCHED ->
          Optional.of(calibration.withdrawal()).filter(layer -> layer > 0).map(Vtw::searched);
      default -> WITHOUT_SETTINGS.stream().filter(method -> method.name().equals(name)).findFirst();
    };
  }
}
