package org.tokenquarry.prune;

import java.util.List;
import org.tokenquarry.prune.form.TunableMethod;

/** Every entry of {@link PrunerCatalogue} that has constants of its own. */
public final class TunablePruners {

  private static final List<TunableMethod<Pruner>> METHODS =
      List.of(
          GPrune.tunable(Space.PROJECTED),
          GPrune.tunable(Space.VISION),
          VisPruner.TUNABLE,
          PruMergePlus.TUNABLE,
          VisionZip.TUNABLE,
          Scope.TUNABLE,
          Mmr.tunable(Mmr.Importance.CLS_ATTENTION),
          Mmr.tunable(Mmr.Importance.MEAN_COSINE),
          PruneSid.TUNABLE,
          HoloV.TUNABLE,
          AgilePrunerStyle.TUNABLE,
          DartProxy.TUNABLE);

  private TunablePruners() {}

  /** All of them, in the order of the catalogue. */
  public static List<TunableMethod<Pruner>> methods() {
    return METHODS;
  }
}
