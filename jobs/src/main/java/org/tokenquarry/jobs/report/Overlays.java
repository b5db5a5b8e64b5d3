package org.tokenquarry.jobs.report;

import java.util.List;
import java.util.Set;
import org.tokenquarry.prune.CodebookDiversePruner;
import org.tokenquarry.prune.PrunerCatalogue;

/** Which pruners' choices are shown side by side over the same image. */
final class Overlays {

  /** More would be too small on a phone. */
  private static final int MOST = 5;

  private static final List<String> PREFERRED =
      List.of(
          "codebook",
          CodebookDiversePruner.NAME,
          "random",
          "divprune",
          "gprune",
          "cls-most-similar",
          "uniform-grid");

  private Overlays() {}

  /**
   * Chooses pruners that select tokens.
   *
   * @param evaluated those that have figures; where there are none, any may be shown
   * @return names of the catalogue
   */
  static List<String> of(Set<String> evaluated) {
    List<String> known =
        PREFERRED.stream().filter(name -> PrunerCatalogue.named(name).isPresent()).toList();
    List<String> judged = known.stream().filter(evaluated::contains).toList();
    return (judged.isEmpty() ? known : judged).stream().limit(MOST).toList();
  }
}
