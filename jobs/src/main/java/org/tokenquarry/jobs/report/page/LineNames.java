package org.tokenquarry.jobs.report.page;

import java.util.List;
import java.util.stream.IntStream;

/** Writes the names of lines beside their ends, none on another. */
final class LineNames {

  private static final double HEIGHT = 15;

  /** Letters that fit beside the lines; the table has the whole name. */
  private static final int LENGTH = 19;

  private LineNames() {}

  /**
   * Names the highlighted lines.
   *
   * @param lines in the order of their styles
   * @param x where the lines end
   * @param top of the column of names
   * @param bottom of the column of names
   */
  static void draw(
      Svg svg, List<Evaluation.Series> lines, Axis accuracy, double x, double top, double bottom) {
    List<Integer> shown =
        IntStream.range(0, lines.size())
            .filter(i -> !lines.get(i).points().isEmpty())
            .boxed()
            .sorted((a, b) -> Double.compare(last(lines.get(b)), last(lines.get(a))))
            .toList();
    double[] wanted = shown.stream().mapToDouble(i -> accuracy.at(last(lines.get(i)))).toArray();
    double[] placed = LabelColumn.place(wanted, HEIGHT, top, bottom);
    for (int row = 0; row < placed.length; row++) {
      int series = shown.get(row);
      Evaluation.Series named = lines.get(series);
      svg.line("leader", x - 6, wanted[row], x + 8, placed[row]);
      svg.label(
          "name " + SeriesStyle.of(series).name() + (named.usesCodebook() ? " own" : ""),
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
