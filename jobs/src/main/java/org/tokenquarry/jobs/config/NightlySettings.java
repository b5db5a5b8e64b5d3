package org.tokenquarry.jobs.config;

import java.util.List;

/**
 * What a nightly run does.
 *
 * @param verbs in the order in which they run
 */
public record NightlySettings(List<String> verbs) {

  private static final List<String> KNOWN =
      List.of("ingest", "calibrate", "mine", "cluster", "evaluate", "publish", "export", "report");

  static NightlySettings from(Section in) {
    return new NightlySettings(
        in.parsedList(
            "verbs",
            "a list of " + String.join(", ", KNOWN) + ", each at most once",
            NightlySettings::known));
  }

  private static List<String> known(List<String> verbs) {
    if (verbs.isEmpty()
        || !KNOWN.containsAll(verbs)
        || verbs.stream().distinct().count() != verbs.size()) {
      throw new IllegalArgumentException("verbs");
    }
    return List.copyOf(verbs);
  }
}
