package org.tokenquarry.jobs.evaluate;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tokenquarry.jobs.table.MetricNames;

/**
 * Which pruners' accuracies are compared at each keep ratio.
 *
 * @param reference the pruner that all others are compared with
 * @param rivals further pruners that a pruner is compared with, by the name of that pruner
 */
record Comparisons(String reference, Map<String, List<String>> rivals) {

  /** Copies the map. */
  Comparisons {
    rivals = Map.copyOf(rivals);
  }

  /**
   * The pruners that a pruner is compared with. The key is the name of the metric that holds the
   * difference, the value is the other pruner.
   */
  SortedMap<String, String> of(String pruner) {
    SortedMap<String, String> others = new TreeMap<>();
    if (!pruner.equals(reference)) {
      others.put(MetricNames.DIFFERENCE, reference);
    }
    rivals
        .getOrDefault(pruner, List.of())
        .forEach(rival -> others.put(MetricNames.differenceTo(rival), rival));
    return others;
  }
}
