package org.tokenquarry.jobs.report.chart;

import java.util.List;
import java.util.OptionalDouble;

/**
 * One line of a {@link LineChart}.
 *
 * @param name name of what it shows
 * @param style how it looks
 * @param weight how much it is emphasised
 * @param points from left to right
 */
public record Line(String name, SeriesStyle style, Weight weight, List<Point> points) {

  /** Copies the list. */
  public Line {
    points = List.copyOf(points);
  }

  /** How much a line is emphasised. */
  public enum Weight {
    /** A thick line, with a band for its interval if it is highlighted. */
    THICK(" own"),

    /** A line of normal width without a band. */
    NORMAL("");

    private final String styleClass;

    Weight(String styleClass) {
      this.styleClass = styleClass;
    }

    /** What is added to the classes of an element of such a line. */
    String styleClass() {
      return styleClass;
    }
  }

  /**
   * One value of a line.
   *
   * @param share place on the horizontal axis, in (0, 1]
   * @param value place on the vertical axis
   * @param low lower end of the value's interval, if there is one
   * @param high upper end of the value's interval, if there is one
   */
  public record Point(double share, double value, OptionalDouble low, OptionalDouble high) {}

  /** The value at the right end. The line must have a point. */
  double last() {
    return points.get(points.size() - 1).value();
  }
}
