package org.tokenquarry.jobs.report.chart;

import java.util.Arrays;

/** Draws a distribution: filled bars below the threshold, outlined bars above it. */
public final class HistogramChart {

  private static final double WIDTH = 360;
  private static final double HEIGHT = 186;
  private static final double LEFT = 34;
  private static final double RIGHT = 350;
  private static final double TOP = 24;
  private static final double BOTTOM = 148;

  /** Width of the bar of zeros, which have no place on a logarithmic axis. */
  private static final double ZERO_BAR = 12;

  private HistogramChart() {}

  /**
   * The chart as SVG.
   *
   * @param id unique in the page
   */
  public static String draw(Distribution distribution, String id) {
    Histogram histogram = distribution.histogram();
    long peak = Math.max(Arrays.stream(histogram.counts()).max().orElse(0), histogram.zeros());
    Axis tokens = new Axis(AxisScale.LINEAR, 0, Math.max(peak, 1), BOTTOM, TOP);
    Svg svg =
        new Svg(
            id,
            WIDTH,
            HEIGHT,
            "chart",
            "Histogram: " + distribution.name(),
            description(distribution));
    countAxis(svg, tokens, peak);
    if (histogram.zeros() > 0) {
      String fill = distribution.threshold().orElse(0) > 0 ? "bar below" : "bar";
      double top = tokens.at((double) histogram.zeros());
      svg.rectangle(fill, LEFT, top, ZERO_BAR, BOTTOM - top);
      svg.label("tick", LEFT + ZERO_BAR / 2, BOTTOM + 15, "middle", "0");
    }
    if (histogram.counts().length > 0) {
      Axis values = values(histogram);
      bars(svg, distribution, values, tokens);
      valueAxis(svg, values);
      threshold(svg, distribution, values);
    }
    svg.line("axis", LEFT, BOTTOM, RIGHT, BOTTOM);
    svg.label("axis-name", RIGHT, HEIGHT - 4, "end", distribution.unit());
    return svg.markup();
  }

  private static String description(Distribution distribution) {
    String range = "";
    Histogram histogram = distribution.histogram();
    if (histogram.counts().length > 0) {
      double[] edges = histogram.edges();
      range =
          " from %s to %s"
              .formatted(NumberText.number(edges[0]), NumberText.number(edges[edges.length - 1]));
    }
    String below =
        distribution.shareBelow().isEmpty()
            ? ""
            : " %s of them lie below the threshold of %s."
                .formatted(
                    NumberText.percent(distribution.shareBelow().getAsDouble()),
                    NumberText.number(distribution.threshold().getAsDouble()));
    return NumberText.count(histogram.measured()) + " tokens" + range + "." + below;
  }

  private static Axis values(Histogram histogram) {
    double[] edges = histogram.edges();
    double start = histogram.zeros() > 0 ? LEFT + ZERO_BAR + 8 : LEFT;
    return new Axis(histogram.scale(), edges[0], edges[edges.length - 1], start, RIGHT);
  }

  private static void countAxis(Svg svg, Axis tokens, long peak) {
    for (double tick : tokens.ticks(3)) {
      if (tick > 0 && tick <= peak) {
        svg.line("grid", LEFT, tokens.at(tick), RIGHT, tokens.at(tick));
        svg.label("tick", LEFT - 5, tokens.at(tick) + 3.5, "end", NumberText.count((long) tick));
      }
    }
    svg.label("axis-name", 0, 9, "start", "tokens");
  }

  private static void bars(Svg svg, Distribution distribution, Axis values, Axis tokens) {
    double[] edges = distribution.histogram().edges();
    long[] counts = distribution.histogram().counts();
    double threshold = distribution.threshold().orElse(Double.NEGATIVE_INFINITY);
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0) {
        double left = values.at(edges[i]) + 0.5;
        double top = tokens.at((double) counts[i]);
        String style = edges[i + 1] <= threshold ? "bar below" : "bar";
        svg.rectangle(style, left, top, values.at(edges[i + 1]) - left - 0.5, BOTTOM - top);
      }
    }
  }

  private static void valueAxis(Svg svg, Axis values) {
    for (double tick : values.ticks(5)) {
      svg.line("axis", values.at(tick), BOTTOM, values.at(tick), BOTTOM + 4);
      svg.label("tick", values.at(tick), BOTTOM + 15, "middle", values.name(tick));
    }
  }

  private static void threshold(Svg svg, Distribution distribution, Axis values) {
    if (distribution.threshold().isEmpty()) {
      return;
    }
    double x = values.at(distribution.threshold().getAsDouble());
    svg.line("threshold", x, TOP - 6, x, BOTTOM + 4);
    String name = "threshold " + NumberText.number(distribution.threshold().getAsDouble());
    String anchor = x < LEFT + 70 ? "start" : x > RIGHT - 70 ? "end" : "middle";
    svg.label("threshold-name", x, TOP - 10, anchor, name);
  }
}
