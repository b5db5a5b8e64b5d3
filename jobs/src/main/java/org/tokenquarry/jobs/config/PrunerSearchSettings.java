package org.tokenquarry.jobs.config;

import java.util.List;

/**
 * The search for constants of pruners.
 *
 * @param enabled whether {@code calibrate} does this and nothing else
 * @param names of the methods; {@code all} stands for every one that has constants
 * @param trials most combinations of constants of one method; 0 for as many as the search for
 *     settings of a codebook has
 */
public record PrunerSearchSettings(boolean enabled, List<String> names, int trials) {

  /** Most combinations of constants of one method, at least 1. */
  public int mostTrials(SearchSettings own) {
    return trials > 0 ? trials : own.mostTrials();
  }

  static PrunerSearchSettings from(Section in) {
    return new PrunerSearchSettings(
        in.flag("enabled"),
        in.parsedList(
            "names", "a list of pruners that is not empty, or all", PrunerSearchSettings::some),
        in.countOr("trials", "auto", 0));
  }

  private static List<String> some(List<String> names) {
    if (names.isEmpty()) {
      throw new IllegalArgumentException("none");
    }
    return List.copyOf(names);
  }
}
