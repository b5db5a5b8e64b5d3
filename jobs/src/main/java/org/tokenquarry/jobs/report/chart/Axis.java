package org.tokenquarry.jobs.report.chart;

import java.util.ArrayList;
import java.util.List;

/**
 * Maps values to picture coordinates.
 *
 * @param scale linear or logarithmic
 * @param from value at {@code start}
 * @param to value at {@code end}, different from {@code from}
 * @param start coordinate in the picture
 * @param end coordinate in the picture
 */
record Axis(AxisScale scale, double from, double to, double start, double end) {

  /** The coordinate of a value. */
  double at(double value) {
    double low = scale.position(from);
    return start + (end - start) * (scale.position(value) - low) / (scale.position(to) - low);
  }

  /** Round values along the axis, about as many as {@code about}. */
  List<Double> ticks(int about) {
    double low = Math.min(from, to);
    double high = Math.max(from, to);
    return scale == AxisScale.LOG ? decades(low, high, about) : steps(low, high, about);
  }

  /** The text beside a tick. */
  String name(double tick) {
    double decade = Math.log10(tick);
    return scale == AxisScale.LOG && Math.abs(decade - Math.rint(decade)) < 1e-9
        ? NumberText.powerOfTen((int) Math.rint(decade))
        : NumberText.number(tick);
  }

  private static List<Double> steps(double low, double high, int about) {
    double rough = (high - low) / about;
    double decade = Math.pow(10, Math.floor(Math.log10(rough)));
    double ratio = rough / decade;
    double step = decade * (ratio <= 1 ? 1 : ratio <= 2 ? 2 : ratio <= 5 ? 5 : 10);
    List<Double> ticks = new ArrayList<>();
    for (long i = (long) Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) {
      ticks.add(i * step);
    }
    return ticks;
  }

  private static List<Double> decades(double low, double high, int about) {
    int first = (int) Math.ceil(Math.log10(low) - 1e-9);
    int last = (int) Math.floor(Math.log10(high) + 1e-9);
    if (last - first < 1) {
      return steps(low, high, 2);
    }
    int step = Math.max(1, (int) Math.ceil((last - first + 1.0) / about));
    List<Double> ticks = new ArrayList<>();
    for (int exponent = first; exponent <= last; exponent += step) {
      ticks.add(Math.pow(10, exponent));
    }
    return ticks;
  }
}
