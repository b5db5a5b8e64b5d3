package org.tokenquarry.jobs.report.page;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Draws accuracy against budget. The budget shrinks to the right, so that the lines fan out where
 * their names stand; each highlighted line has a marker of its own besides its colour.
 */
final class BudgetChart {

  /** Room for the names at the right; none on a narrow picture, where a legend stands below. */
  private enum Form {
    WIDE(780, 400, 216),
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

  private static final double LEFT = 50;
  private static final double TOP = 26;

  private final Palette palette;

  /** Draws lines in the styles of a palette. */
  BudgetChart(Palette palette) {
    this.palette = palette;
  }

  /** For a wide screen and paper, names beside the lines. */
  String wide(Evaluation evaluation, String id) {
    return draw(evaluation, id, Form.WIDE);
  }

  /** For a phone, to be shown with a legend. */
  String narrow(Evaluation evaluation, String id) {
    return draw(evaluation, id, Form.NARROW);
  }

  /** A sample of a line, to stand beside its pruner's name. */
  String sample(Evaluation.Series series) {
    Svg svg = Svg.decoration(36, 14, "sample");
    svg.path(lineStyle(series), "M1 7H35");
    marker(svg, series.pruner(), 18, 7);
    return svg.markup();
  }

  private String draw(Evaluation evaluation, String id, Form form) {
    Axis budget = budgetAxis(evaluation, form);
    Axis accuracy = accuracyAxis(evaluation, form);
    Svg svg =
        new Svg(
            id,
            form.width,
            form.height,
            "chart",
            "%s against budget: %s".formatted(evaluation.measure(), evaluation.questionSet()),
            description(evaluation));
    grid(svg, evaluation, budget, accuracy, form);
    List<Evaluation.Series> shown = palette.highlighted(evaluation);
    shown.stream()
        .filter(Evaluation.Series::usesCodebook)
        .forEach(series -> band(svg, series, budget, accuracy));
    palette.others(evaluation).forEach(series -> path(svg, series, budget, accuracy));
    // Backwards, so that the first series lies on top.
    for (int i = shown.size() - 1; i >= 0; i--) {
      line(svg, shown.get(i), budget, accuracy);
    }
    if (form == Form.WIDE) {
      LineNames.draw(svg, shown, palette, accuracy, form.right(), TOP, form.bottom());
    }
    return svg.markup();
  }

  private String description(Evaluation evaluation) {
    double least = evaluation.budgets().get(evaluation.budgets().size() - 1);
    String figures =
        palette.highlighted(evaluation).stream()
            .flatMap(
                s ->
                    s.at(least).stream().map(p -> s.pruner() + " " + Figures.percent(p.accuracy())))
            .collect(Collectors.joining(", "));
    return "Unpruned %s. With %s of the tokens kept: %s. All figures are in the table."
        .formatted(Figures.percent(evaluation.unpruned()), Figures.budget(least), figures);
  }

  private static Axis budgetAxis(Evaluation evaluation, Form form) {
    List<Double> budgets = evaluation.budgets();
    double most = budgets.get(0);
    double least = budgets.get(budgets.size() - 1);
    // A single budget stands in the middle.
    double slack = most > least ? 1 : 1.5;
    return new Axis(AxisScale.LOG, most * slack, least / slack, LEFT + 14, form.right() - 14);
  }

  private static Axis accuracyAxis(Evaluation evaluation, Form form) {
    double low = extremes(evaluation, p -> p.low().orElse(p.accuracy())).min().orElse(0);
    double high = extremes(evaluation, p -> p.accuracy()).max().orElse(1);
    low = Math.min(low, evaluation.unpruned());
    high = Math.max(high, evaluation.unpruned());
    double slack = Math.max(0.06 * (high - low), 0.005);
    return new Axis(AxisScale.LINEAR, low - slack, high + slack, form.bottom(), TOP);
  }

  private static DoubleStream extremes(
      Evaluation evaluation, ToDoubleFunction<Evaluation.Point> figure) {
    return evaluation.series().stream().flatMap(s -> s.points().stream()).mapToDouble(figure);
  }

  private static void grid(Svg svg, Evaluation evaluation, Axis budget, Axis accuracy, Form form) {
    for (double tick : accuracy.ticks(7)) {
      svg.line("grid", LEFT, accuracy.at(tick), form.right(), accuracy.at(tick));
      svg.label("tick", LEFT - 8, accuracy.at(tick) + 4, "end", Figures.budget(tick));
    }
    for (double keep : evaluation.budgets()) {
      svg.line("axis", budget.at(keep), form.bottom(), budget.at(keep), form.bottom() + 5);
      svg.label("tick", budget.at(keep), form.bottom() + 18, "middle", Figures.budget(keep));
    }
    svg.line("axis", LEFT, form.bottom(), form.right(), form.bottom());
    double unpruned = accuracy.at(evaluation.unpruned());
    svg.line("unpruned", LEFT, unpruned, form.right(), unpruned);
    svg.label(
        "unpruned-name",
        form.right(),
        unpruned - 6,
        "end",
        "unpruned " + Figures.percent(evaluation.unpruned()));
    svg.label("axis-name", 0, 10, "start", evaluation.measure());
    svg.label(
        "axis-name",
        form.right(),
        form.height - 6,
        "end",
        "visual tokens kept, fewer to the right");
  }

  private void band(Svg svg, Evaluation.Series shown, Axis budget, Axis accuracy) {
    List<Evaluation.Point> points =
        shown.points().stream().filter(p -> p.low().isPresent() && p.high().isPresent()).toList();
    if (points.size() < 2) {
      return;
    }
    Stream<String> upper =
        points.stream()
            .map(p -> Svg.point(budget.at(p.keep()), clipped(accuracy, p.high().getAsDouble())));
    Stream<String> lower =
        IntStream.range(0, points.size())
            .mapToObj(i -> points.get(points.size() - 1 - i))
            .map(p -> Svg.point(budget.at(p.keep()), clipped(accuracy, p.low().getAsDouble())));
    String outline = Stream.concat(upper, lower).collect(Collectors.joining("L", "M", "Z"));
    svg.path("band " + style(shown), outline);
  }

  private static double clipped(Axis accuracy, double value) {
    return accuracy.at(Math.min(value, accuracy.to()));
  }

  private void line(Svg svg, Evaluation.Series shown, Axis budget, Axis accuracy) {
    path(svg, shown, budget, accuracy);
    for (Evaluation.Point p : shown.points()) {
      marker(svg, shown.pruner(), budget.at(p.keep()), accuracy.at(p.accuracy()));
    }
  }

  private void path(Svg svg, Evaluation.Series shown, Axis budget, Axis accuracy) {
    if (!shown.points().isEmpty()) {
      svg.path(
          lineStyle(shown),
          shown.points().stream()
              .map(p -> Svg.point(budget.at(p.keep()), accuracy.at(p.accuracy())))
              .collect(Collectors.joining("L", "M", "")));
    }
  }

  private String lineStyle(Evaluation.Series series) {
    return "series " + style(series) + (series.usesCodebook() ? " own" : "");
  }

  private String style(Evaluation.Series series) {
    return palette.style(series.pruner()).map(SeriesStyle::name).orElse(SeriesStyle.REST);
  }

  private void marker(Svg svg, String pruner, double x, double y) {
    palette
        .style(pruner)
        .ifPresent(
            style ->
                svg.path(
                    "marker " + style.name(),
                    style.marker(),
                    "translate(" + Svg.point(x, y) + ")"));
  }
}
