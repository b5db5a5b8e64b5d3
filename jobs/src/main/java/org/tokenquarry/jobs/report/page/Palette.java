package org.tokenquarry.jobs.report.page;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.tokenquarry.jobs.report.page.Evaluation.Series;

/**
 * How each pruner looks, the same in every chart and table of a page: a highlighted one has a
 * colour, dashes and a marker that no other has; the rest are thin and grey.
 */
final class Palette {

  /**
   * The pruners that are evaluated unless the settings say otherwise, each with its own style in
   * every report. Any other gets a style that none of them needs on its page.
   */
  private static final List<String> USUAL =
      List.of(
          "codebook-diverse",
          "codebook",
          "gprune",
          "divprune",
          "uniform-grid",
          "random",
          "average-pooling",
          "cls-most-similar");

  private final Map<String, SeriesStyle> styles = new HashMap<>();

  private Palette(List<String> highlighted) {
    List<Integer> free = new ArrayList<>();
    for (int place = 0; place < SeriesStyle.COUNT; place++) {
      String owner = USUAL.get(place);
      if (highlighted.contains(owner)) {
        styles.put(owner, SeriesStyle.of(place));
      } else {
        free.add(place);
      }
    }
    for (String pruner : new TreeSet<>(highlighted)) {
      if (!styles.containsKey(pruner)) {
        styles.put(pruner, SeriesStyle.of(free.remove(0)));
      }
    }
  }

  /** The palette of a page; which pruners stand out is said by {@link Highlights}. */
  static Palette of(List<Evaluation> evaluations) {
    return new Palette(Highlights.of(evaluations));
  }

  /** The style of a pruner; empty where it does not stand out. */
  Optional<SeriesStyle> style(String pruner) {
    return Optional.ofNullable(styles.get(pruner));
  }

  /** The series of an evaluation that stand out, in its order. */
  List<Series> highlighted(Evaluation evaluation) {
    return evaluation.series().stream().filter(s -> styles.containsKey(s.pruner())).toList();
  }

  /** The series of an evaluation that are drawn thin and grey, in its order. */
  List<Series> others(Evaluation evaluation) {
    return evaluation.series().stream().filter(s -> !styles.containsKey(s.pruner())).toList();
  }
}
