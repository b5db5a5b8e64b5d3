package org.tokenquarry.jobs.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.tokenquarry.answer.View;
import org.tokenquarry.prune.NotCompared;
import org.tokenquarry.task.Unserved;

/** Why a method has no row in an evaluation. */
final class MissingPruners {

  private MissingPruners() {}

  /**
   * Pruners that were asked for and that the bundle cannot serve, and then methods that no
   * evaluation can compare.
   *
   * @param view that was asked about
   * @param asked names of the settings
   * @param metrics of those that ran
   */
  static List<NotCompared> of(View view, List<String> asked, List<PrunerMetrics> metrics) {
    Set<String> ran = metrics.stream().map(PrunerMetrics::pruner).collect(Collectors.toSet());
    List<NotCompared> missing = new ArrayList<>();
    for (String name : asked) {
      if (!ran.contains(name)) {
        Optional<NotCompared> reason =
            view == View.PACKED ? Optional.of(packed(name)) : Unserved.reason(name);
        reason.ifPresent(missing::add);
      }
    }
    missing.addAll(NotCompared.methods());
    return missing;
  }

  private static NotCompared packed(String name) {
    return new NotCompared(
        name,
        "by more than the tokens of a part",
        "Packed sequences are pruned part by part; evaluate.view = base compares it.");
  }
}
