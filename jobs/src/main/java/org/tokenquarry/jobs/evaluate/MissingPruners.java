package org.tokenquarry.jobs.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.tokenquarry.prune.NotCompared;
import org.tokenquarry.task.Unserved;

/** Why a method has no row in an evaluation. */
final class MissingPruners {

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
        Unserved.reason(name).ifPresent(missing::add);
      }
    }
    missing.addAll(NotCompared.methods());
    return missing;
  }
}
