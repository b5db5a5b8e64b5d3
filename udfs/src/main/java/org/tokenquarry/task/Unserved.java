package org.tokenquarry.task;

import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.tokenquarry.layerprune.LayerCalibration;
import org.tokenquarry.layerprune.LayerPruner;
import org.tokenquarry.layerprune.LayerPruners;
import org.tokenquarry.prune.NotCompared;
import org.tokenquarry.prune.form.PrunerForm;
import org.tokenquarry.prune.question.QuestionPruners;
import org.tokenquarry.prune.tower.TowerPruner;
import org.tokenquarry.prune.tower.TowerPruners;

/** Why a bundle cannot serve a method that is known. */
public final class Unserved {

  private Unserved() {}

  /**
   * What a bundle would need that had no row for a pruner.
   *
   * @param name of the pruner, with constants or without
   * @return empty if every bundle serves it
   */
  public static Optional<NotCompared> reason(String name) {
    String method = PrunerForm.methodOf(name);
    return Stream.of(
            TowerPruners.named(method).map(pruner -> tower(name, pruner)).stream(),
            LayerPruners.named(method, LayerCalibration.STAND_IN)
                .map(pruner -> layer(name, pruner))
                .stream(),
            Stream.of(method).filter(QuestionPruners.onRequest()::contains).map(Unserved::asking))
        .flatMap(Function.identity())
        .findFirst();
  }

  /**
   * Says whether a method works between the layers of the language model.
   *
   * @param name of the pruner, with constants or without
   */
  public static boolean insideModel(String name) {
    return LayerPruners.named(PrunerForm.methodOf(name), LayerCalibration.STAND_IN).isPresent();
  }

  private static NotCompared asking(String name) {
    return new NotCompared(
        name,
        "asks the model",
        "The bundle's decoder.pt would need the methods run_layers and logits_of.");
  }

  private static NotCompared layer(String name, LayerPruner pruner) {
    return new NotCompared(
        name,
        "inside the language model",
        "The bundle's decoder.pt would need the methods " + pruner.needs() + ".");
  }

  private static NotCompared tower(String name, TowerPruner pruner) {
    return new NotCompared(
        name,
        "before the projector",
        "The bundle's vision.pt would need the methods keys and project, and "
            + pruner.needs()
            + ".");
  }
}
