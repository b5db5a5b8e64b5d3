package org.tokenquarry.jobs.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a nightly run does.
 *
 * @param steps in the order in which they run
 */
public record NightlySettings(List<NightlyStep> steps) {

  private static final Map<String, NightlyStep> KNOWN = known();

  static NightlySettings from(Section in) {
    return new NightlySettings(
        in.parsedList(
            "verbs",
            "a list of " + String.join(", ", KNOWN.keySet()) + ", each at most once",
            NightlySettings::steps));
  }

  private static List<NightlyStep> steps(List<String> verbs) {
    if (verbs.isEmpty()
        || !KNOWN.keySet().containsAll(verbs)
        || verbs.stream().distinct().count() != verbs.size()) {
      throw new IllegalArgumentException("verbs");
    }
    return verbs.stream().map(KNOWN::get).toList();
  }

  private static Map<String, NightlyStep> known() {
    Map<String, NightlyStep> known = new LinkedHashMap<>();
    for (NightlyStep step : NightlyStep.values()) {
      known.put(step.verb(), step);
    }
    return known;
  }
}
