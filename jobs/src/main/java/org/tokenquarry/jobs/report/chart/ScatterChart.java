package org.tokenquarry.jobs.report.chart;

import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Draws a relation: a dot for each token, and over the dots the medians of the bins and a band from
 * quartile to quartile.
 */
public final class ScatterChart {

  private static final double WIDTH = 360;
  private static final double HEIGHT = 230;
  private static final double LEFT = 46;
  private static final double RIGHT = 350;
  private static final double TOP = 20;
  private static final double BOTTOM = 190;

  private ScatterChart() {}

  /**
   * The chart as SVG.
   *
   * @param relation has at least one pair
   * @param id unique in the page
   */
  public static String draw(Relation relation, String id) {
    Axis across = across(relation);
    Axis scores = scores(relation);
    Svg svg =
        new Svg(
            id,
            WIDTH,
            HEIGHT,
            "chart",
            relation.score() + " against " + relation.against(),
            description(relation));
    axes(svg, relation, across, scores);
    svg.path(
        "points",
        relation.pairs().stream()
            .map(p -> "M" + Svg.point(at(across, p.against()), at(scores, p.score())) + "h0")
            .collect(Collectors.joining()));
    trend(svg, relation.bins(), across, scores);
    return svg.markup();
  }

  private static String description(Relation relation) {
    String tokens = NumberText.count(relation.pairs().size()) + " tokens.";
    List<Relation.Bin> bins = relation.bins();
    if (bins.isEmpty()) {
      return tokens + " Too few for a trend.";
    }
    return tokens
        + " The median is %s at the lowest %s and %s at the highest. Rank correlation %s."
            .formatted(
                NumberText.number(bins.get(0).median()),
                relation.against(),
                NumberText.number(bins.get(bins.size() - 1).median()),
                NumberText.number(relation.correlation().orElse(Double.NaN)));
  }

  private static Axis across(Relation relation) {
    DoubleSummaryStatistics held = relation.places().summaryStatistics();
    if (relation.againstScale() == AxisScale.LOG) {
      return decades(held, LEFT, RIGHT);
    }
    double slack = held.getMax() > held.getMin() ? 0.03 * (held.getMax() - held.getMin()) : 0.5;
    return new Axis(AxisScale.LINEAR, held.getMin() - slack, held.getMax() + slack, LEFT, RIGHT);
  }

  private static Axis scores(Relation relation) {
    DoubleSummaryStatistics held = relation.scores().summaryStatistics();
    if (relation.scale() == AxisScale.LOG) {
      return decades(held, BOTTOM, TOP);
    }
    double high = held.getMax() > 0 ? held.getMax() * 1.05 : 1;
    return new Axis(AxisScale.LINEAR, Math.min(0, held.getMin()), high, BOTTOM, TOP);
  }

  private static Axis decades(DoubleSummaryStatistics held, double start, double end) {
    double low = held.getCount() == 0 ? 0.1 : held.getMin();
    double high = held.getCount() == 0 ? 1 : held.getMax();
    return new Axis(AxisScale.LOG, low / 1.5, high * 1.5, start, end);
  }

  /** Zeros are drawn at the beginning of a logarithmic axis. */
  private static double at(Axis axis, double value) {
    return axis.at(Math.max(value, axis.from()));
  }

  private static void axes(Svg svg, Relation relation, Axis across, Axis scores) {
    for (double tick : scores.ticks(4)) {
      svg.line("grid", LEFT, scores.at(tick), RIGHT, scores.at(tick));
      svg.label("tick", LEFT - 5, scores.at(tick) + 3.5, "end", scores.name(tick));
    }
    for (double tick : across.ticks(5)) {
      svg.line("axis", across.at(tick), BOTTOM, across.at(tick), BOTTOM + 4);
      svg.label("tick", across.at(tick), BOTTOM + 16, "middle", across.name(tick));
    }
    svg.line("axis", LEFT, BOTTOM, RIGHT, BOTTOM);
    svg.label("axis-name", 0, 9, "start", relation.unit());
    svg.label("axis-name", RIGHT, HEIGHT - 6, "end", relation.against());
  }

  private static void trend(Svg svg, List<Relation.Bin> bins, Axis across, Axis scores) {
    if (bins.isEmpty()) {
      return;
    }
    Stream<String> upper =
        bins.stream().map(bin -> Svg.point(middle(across, bin), at(scores, bin.upper())));
    Stream<String> lower =
        IntStream.range(0, bins.size())
            .mapToObj(i -> bins.get(bins.size() - 1 - i))
            .map(bin -> Svg.point(middle(across, bin), at(scores, bin.lower())));
    svg.path("band s0", Stream.concat(upper, lower).collect(Collectors.joining("L", "M", "Z")));
    svg.path(
        "series s0 own",
        bins.stream()
            .map(bin -> Svg.point(middle(across, bin), at(scores, bin.median())))
            .collect(Collectors.joining("L", "M", "")));
  }

  private static double middle(Axis across, Relation.Bin bin) {
    return at(across, bin.middle());
  }
}
