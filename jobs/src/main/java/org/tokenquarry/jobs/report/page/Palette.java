package org.tokenquarry.jobs.report.page;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.tokenquarry.jobs.report.chart.SeriesStyle;
import org.tokenquarry.jobs.report.page.Evaluation.Series;

/**
 * The style of each pruner, the same in every chart and table of a page. A highlighted pruner has a
 * colour, dashes and a marker that no other has. The rest are thin and grey.
 */
final class Palette {

  /**
   * The pruners that are evaluated by default. Each has the same style in every report. Other
   * pruners get the styles that these leave free on a page.
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

  /** The palette of a page. {@link Highlights} chooses the pruners that are highlighted. */
  static Palette of(List<Evaluation> evaluations) {
    return new Palette(Highlights.of(evaluations));
  }

  /** The style of a pruner; {@link SeriesStyle#REST} if it is not highlighted. */
  SeriesStyle style(String pruner) {
    return styles.getOrDefault(pruner, SeriesStyle.REST);
  }

  /** The highlighted series of an evaluation, in its order. */
  List<Series> highlighted(Evaluation evaluation) {
    return evaluation.series().stream().filter(s -> styles.containsKey(s.pruner())).toList();
  }

  /** The other series of an evaluation, in its order. */
  List<Series> others(Evaluation evaluation) {
    return evaluation.series().stream().filter(s -> !styles.containsKey(s.pruner())).toList();
  }
}
