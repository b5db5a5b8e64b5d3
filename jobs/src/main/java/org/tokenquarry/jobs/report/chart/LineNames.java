package org.tokenquarry.jobs.report.chart;

import java.util.Comparator;
import java.util.List;

/** Writes the names of lines beside their right ends, so that no name covers another. */
final class LineNames {

  private static final double HEIGHT = 15;

  /** The number of letters that fit beside the lines. Tables show the whole name. */
  private static final int LENGTH = 19;

  private LineNames() {}

  /**
   * Names lines.
   *
   * @param lines in any order
   * @param values the vertical axis
   * @param x where the lines end
   * @param top top of the column of names
   * @param bottom bottom of the column of names
   */
  static void draw(Svg svg, List<Line> lines, Axis values, double x, double top, double bottom) {
    List<Line> named =
        lines.stream()
            .filter(line -> !line.points().isEmpty())
            .sorted(Comparator.comparingDouble(line -> -line.last()))
            .toList();
    double[] wanted = named.stream().mapToDouble(line -> values.at(line.last())).toArray();
    double[] placed = LabelColumn.place(wanted, HEIGHT, top, bottom);
    for (int row = 0; row < placed.length; row++) {
      Line line = named.get(row);
      svg.line("leader", x - 6, wanted[row], x + 8, placed[row]);
      svg.label(
          "name " + line.style().name() + line.weight().styleClass(),
          x + 12,
          placed[row] + 4,
          "start",
          shortened(line.name()) + " " + NumberText.percent(line.last()));
    }
  }

  private static String shortened(String name) {
    return name.length() <= LENGTH ? name : name.substring(0, LENGTH - 1) + "…";
  }
}
