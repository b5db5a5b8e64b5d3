package org.tokenquarry.jobs.report.page;

import java.util.Comparator;
import java.util.List;

/** Writes the names of lines beside their ends, none on another. */
final class LineNames {

  private static final double HEIGHT = 15;

  /** Letters that fit beside the lines; the table has the whole name. */
  private static final int LENGTH = 19;

  private LineNames() {}

  /**
   * Names the highlighted lines.
   *
   * @param lines in any order, each with a style in the palette
   * @param x where the lines end
   * @param top of the column of names
   * @param bottom of the column of names
   */
  static void draw(
      Svg svg,
      List<Evaluation.Series> lines,
      Palette palette,
      Axis accuracy,
      double x,
      double top,
      double bottom) {
    List<Evaluation.Series> shown =
        lines.stream()
            .filter(line -> !line.points().isEmpty())
            .sorted(Comparator.comparingDouble(line -> -last(line)))
            .toList();
    double[] wanted = shown.stream().mapToDouble(line -> accuracy.at(last(line))).toArray();
    double[] placed = LabelColumn.place(wanted, HEIGHT, top, bottom);
    for (int row = 0; row < placed.length; row++) {
      Evaluation.Series named = shown.get(row);
      String style = palette.style(named.pruner()).orElseThrow().name();
      svg.line("leader", x - 6, wanted[row], x + 8, placed[row]);
      svg.label(
          "name " + style + (named.usesCodebook() ? " own" : ""),
          x + 12,
          placed[row] + 4,
          "start",
          elided(named.pruner()) + " " + Figures.percent(last(named)));
    }
  }

  private static String elided(String name) {
    return name.length() <= LENGTH ? name : name.substring(0, LENGTH - 1) + "…";
  }

  /** Accuracy at the smallest budget. */
  private static double last(Evaluation.Series series) {
    return series.points().get(series.points().size() - 1).accuracy();
  }
}
