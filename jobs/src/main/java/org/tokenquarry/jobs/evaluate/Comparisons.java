package org.tokenquarry.jobs.evaluate;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tokenquarry.jobs.table.FigureNames;

/**
 * Whose accuracies are compared at each budget.
 *
 * @param reference whom all others are compared with
 * @param rivals whom a pruner that probes the codebook is compared with besides, by its name
 */
record Comparisons(String reference, Map<String, List<String>> rivals) {

  /** Copies the map. */
  Comparisons {
    rivals = Map.copyOf(rivals);
  }

  /** The others that a pruner is compared with, by the metric of the difference to each. */
  SortedMap<String, String> of(String pruner) {
    SortedMap<String, String> others = new TreeMap<>();
    if (!pruner.equals(reference)) {
      others.put(FigureNames.DIFFERENCE, reference);
    }
    rivals
        .getOrDefault(pruner, List.of())
        .forEach(rival -> others.put(FigureNames.differenceTo(rival), rival));
    return others;
  }
}
