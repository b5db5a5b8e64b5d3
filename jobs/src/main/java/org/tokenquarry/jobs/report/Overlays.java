package org.tokenquarry.jobs.report;

import java.util.List;
import java.util.Set;
import org.tokenquarry.prune.CodebookDiversePruner;
import org.tokenquarry.prune.PrunerCatalogue;

/** Chooses the pruners whose selections the page shows side by side over an image. */
final class Overlays {

  /** More pictures side by side would be too small on a phone. */
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
   * @param evaluated names of the pruners that were evaluated; if there are none, any may be chosen
   * @return names in the catalogue
   */
  static List<String> of(Set<String> evaluated) {
    List<String> known =
        PREFERRED.stream().filter(name -> PrunerCatalogue.named(name).isPresent()).toList();
    List<String> judged = known.stream().filter(evaluated::contains).toList();
    return (judged.isEmpty() ? known : judged).stream().limit(MOST).toList();
  }
}
