package org.tokenquarry.jobs.report.chart;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Lines of fractions over a share that shrinks to the right, so that the lines are furthest apart
 * where their names stand. Each highlighted line has a marker of its own besides its colour.
 *
 * @param title what the chart shows
 * @param description what a reader learns from it
 * @param valueName name of the vertical axis
 * @param shareName name of the horizontal axis
 * @param shares ticks of the horizontal axis, in (0, 1], falling; at least one
 * @param level a value that a horizontal line marks
 * @param levelName name of that value
 * @param lines highlighted ones in the order of their importance
 */
public record LineChart(
    String title,
    String description,
    String valueName,
    String shareName,
    List<Double> shares,
    double level,
    String levelName,
    List<Line> lines) {

  private static final double LEFT = 50;
  private static final double TOP = 26;

  /** Copies the lists. */
  public LineChart {
    shares = List.copyOf(shares);
    lines = List.copyOf(lines);
  }

  /** Where the chart is shown. */
  private enum Form {
    /** With room for the names at the right. */
    WIDE(780, 400, 216),

    /** Without names, because a legend stands below. */
    NARROW(360, 330, 16);

    private final double width;
    private final double height;
    private final double names;

    Form(double width, double height, double names) {
      this.width = width;
      this.height = height;
      this.names = names;
    }

    double right() {
      return width - names;
    }

    double bottom() {
      return height - 46;
    }
  }

  /**
   * The chart as SVG for a wide screen and for paper, with names beside the lines.
   *
   * @param id unique in the page
   */
  public String wide(String id) {
    return draw(id, Form.WIDE);
  }

  /**
   * The chart as SVG for a phone, without names.
   *
   * @param id unique in the page
   */
  public String narrow(String id) {
    return draw(id, Form.NARROW);
  }

  /** A short piece of a line as SVG, to stand beside its name in legends and tables. */
  public static String sample(Line line) {
    Svg svg = Svg.decoration(36, 14, "sample");
    svg.path(seriesStyle(line), "M1 7H35");
    marker(svg, line.style(), 18, 7);
    return svg.markup();
  }

  private String draw(String id, Form form) {
    Axis across = shareAxis(form);
    Axis values = valueAxis(form);
    Svg svg = new Svg(id, form.width, form.height, "chart", title, description);
    grid(svg, across, values, form);
    List<Line> highlighted = lines.stream().filter(line -> line.style().highlighted()).toList();
    highlighted.stream()
        .filter(line -> line.weight() == Line.Weight.THICK)
        .forEach(line -> band(svg, line, across, values));
    lines.stream()
        .filter(line -> !line.style().highlighted())
        .forEach(line -> path(svg, line, across, values));
    // Backwards, so that the first line lies on top.
    for (int i = highlighted.size() - 1; i >= 0; i--) {
      path(svg, highlighted.get(i), across, values);
      markers(svg, highlighted.get(i), across, values);
    }
    if (form == Form.WIDE) {
      LineNames.draw(svg, highlighted, values, form.right(), TOP, form.bottom());
    }
    return svg.markup();
  }

  private Axis shareAxis(Form form) {
    double most = shares.get(0);
    double least = shares.get(shares.size() - 1);
    // A single share stands in the middle.
    double slack = most > least ? 1 : 1.5;
    return new Axis(AxisScale.LOG, most * slack, least / slack, LEFT + 14, form.right() - 14);
  }

  private Axis valueAxis(Form form) {
    double low = each(point -> point.low().orElse(point.value())).min().orElse(0);
    double high = each(Line.Point::value).max().orElse(1);
    low = Math.min(low, level);
    high = Math.max(high, level);
    double slack = Math.max(0.06 * (high - low), 0.005);
    return new Axis(AxisScale.LINEAR, low - slack, high + slack, form.bottom(), TOP);
  }

  private DoubleStream each(ToDoubleFunction<Line.Point> number) {
    return lines.stream().flatMap(line -> line.points().stream()).mapToDouble(number);
  }

  private void grid(Svg svg, Axis across, Axis values, Form form) {
    for (double tick : values.ticks(7)) {
      svg.line("grid", LEFT, values.at(tick), form.right(), values.at(tick));
      svg.label("tick", LEFT - 8, values.at(tick) + 4, "end", NumberText.shortPercent(tick));
    }
    for (double share : shares) {
      double x = across.at(share);
      svg.line("axis", x, form.bottom(), x, form.bottom() + 5);
      svg.label("tick", x, form.bottom() + 18, "middle", NumberText.shortPercent(share));
    }
    svg.line("axis", LEFT, form.bottom(), form.right(), form.bottom());
    double y = values.at(level);
    svg.line("unpruned", LEFT, y, form.right(), y);
    svg.label(
        "unpruned-name", form.right(), y - 6, "end", levelName + " " + NumberText.percent(level));
    svg.label("axis-name", 0, 10, "start", valueName);
    svg.label("axis-name", form.right(), form.height - 6, "end", shareName);
  }

  private static void band(Svg svg, Line line, Axis across, Axis values) {
    List<Line.Point> points =
        line.points().stream().filter(p -> p.low().isPresent() && p.high().isPresent()).toList();
    if (points.size() < 2) {
      return;
    }
    Stream<String> upper =
        points.stream()
            .map(p -> Svg.point(across.at(p.share()), clipped(values, p.high().getAsDouble())));
    Stream<String> lower =
        IntStream.range(0, points.size())
            .mapToObj(i -> points.get(points.size() - 1 - i))
            .map(p -> Svg.point(across.at(p.share()), clipped(values, p.low().getAsDouble())));
    svg.path(
        "band " + line.style().name(),
        Stream.concat(upper, lower).collect(Collectors.joining("L", "M", "Z")));
  }

  /** An interval may end above the axis; its band then ends with the axis. */
  private static double clipped(Axis values, double value) {
    return values.at(Math.min(value, values.to()));
  }

  private static void path(Svg svg, Line line, Axis across, Axis values) {
    if (!line.points().isEmpty()) {
      svg.path(
          seriesStyle(line),
          line.points().stream()
              .map(p -> Svg.point(across.at(p.share()), values.at(p.value())))
              .collect(Collectors.joining("L", "M", "")));
    }
  }

  private static void markers(Svg svg, Line line, Axis across, Axis values) {
    for (Line.Point point : line.points()) {
      marker(svg, line.style(), across.at(point.share()), values.at(point.value()));
    }
  }

  private static String seriesStyle(Line line) {
    return "series " + line.style().name() + line.weight().styleClass();
  }

  private static void marker(Svg svg, SeriesStyle style, double x, double y) {
    if (style.highlighted()) {
      svg.path("marker " + style.name(), style.marker(), "translate(" + Svg.point(x, y) + ")");
    }
  }
}
