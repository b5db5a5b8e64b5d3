package org.tokenquarry.jobs.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.tokenquarry.layerprune.LayerCalibration;
import org.tokenquarry.layerprune.LayerPruner;
import org.tokenquarry.layerprune.LayerPruners;
import org.tokenquarry.prune.NotCompared;
import org.tokenquarry.prune.question.QuestionPruners;
import org.tokenquarry.prune.tower.TowerPruner;
import org.tokenquarry.prune.tower.TowerPruners;

/** Why a method has no row in an evaluation. */
final class MissingPruners {

  /** With which every method can be named. */
  private static final LayerCalibration CALIBRATED = new LayerCalibration(Map.of(), 1);

  private MissingPruners() {}

  /**
   * Pruners that were asked for and that the bundle cannot serve, and then methods that no
   * evaluation can compare.
   *
   * @param asked names of the settings
   * @param metrics of those that ran
   */
  static List<NotCompared> of(List<String> asked, List<PrunerMetrics> metrics) {
    Set<String> ran = metrics.stream().map(PrunerMetrics::pruner).collect(Collectors.toSet());
    List<NotCompared> missing = new ArrayList<>();
    for (String name : asked) {
      if (!ran.contains(name)) {
        TowerPruners.named(name).map(MissingPruners::tower).ifPresent(missing::add);
        LayerPruners.named(name, CALIBRATED).map(MissingPruners::layer).ifPresent(missing::add);
        if (QuestionPruners.onRequest().contains(name)) {
          missing.add(asking(name));
        }
      }
    }
    missing.addAll(NotCompared.methods());
    return missing;
  }

  private static NotCompared layer(LayerPruner pruner) {
    return new NotCompared(
        pruner.name(),
        "inside the language model",
        "The bundle's decoder.pt would need the methods " + pruner.needs() + ".");
  }

  private static NotCompared asking(String name) {
    return new NotCompared(
        name,
        "asks the model",
        "The bundle's decoder.pt would need the methods run_layers and logits_of.");
  }

  private static NotCompared tower(TowerPruner pruner) {
    return new NotCompared(
        pruner.name(),
        "before the projector",
        "The bundle's vision.pt would need the methods keys and project, and "
            + pruner.needs()
            + ".");
  }
}
