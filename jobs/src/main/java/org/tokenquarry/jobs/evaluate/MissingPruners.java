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
   * @param images the most images that a question is about
   * @param asked names of the settings
   * @param metrics of those that ran
   */
  static List<NotCompared> of(
      View view, int images, List<String> asked, List<PrunerMetrics> metrics) {
    Set<String> ran = metrics.stream().map(PrunerMetrics::pruner).collect(Collectors.toSet());
    List<NotCompared> missing = new ArrayList<>();
    for (String name : asked) {
      if (!ran.contains(name)) {
        reason(view, images, name).ifPresent(missing::add);
      }
    }
    missing.addAll(NotCompared.methods());
    return missing;
  }

  private static Optional<NotCompared> reason(View view, int images, String name) {
    if (view == View.PACKED) {
      return Optional.of(packed(name));
    }
    return images > 1 && Unserved.insideModel(name)
        ? Optional.of(several(name))
        : Unserved.reason(name);
  }

  private static NotCompared several(String name) {
    return new NotCompared(
        name,
        "inside the language model",
        "It knows one block of visual tokens; questions about one image each compare it.");
  }

  private static NotCompared packed(String name) {
    return new NotCompared(
        name,
        "by more than the tokens of a part",
        "Packed sequences are pruned part by part; evaluate.view = base compares it.");
  }
}
