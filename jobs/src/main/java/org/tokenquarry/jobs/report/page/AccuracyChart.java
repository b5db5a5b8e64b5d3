package org.tokenquarry.jobs.report.page;

import java.util.List;
import java.util.stream.Collectors;
import org.tokenquarry.jobs.report.chart.Line;
import org.tokenquarry.jobs.report.chart.LineChart;
import org.tokenquarry.jobs.report.chart.NumberText;

/**
 * The chart of an evaluation: accuracy, or what stands in for it, against the share of the visual
 * tokens that is kept. Lines of pruners that use the codebook are thick.
 */
final class AccuracyChart {

  private final Palette palette;

  /** Draws lines in the styles of a palette. */
  AccuracyChart(Palette palette) {
    this.palette = palette;
  }

  /**
   * The chart of an evaluation of at least one pruner.
   *
   * @return to be drawn for a wide screen or for a phone
   */
  LineChart of(Evaluation evaluation) {
    return new LineChart(
        "%s against budget: %s".formatted(evaluation.measure(), evaluation.questionSet()),
        description(evaluation),
        evaluation.measure(),
        "visual tokens kept, fewer to the right",
        evaluation.keeps(),
        evaluation.unpruned(),
        "unpruned",
        evaluation.series().stream().map(this::line).toList());
  }

  /** A short piece of the line of a pruner as SVG, to stand beside its name. */
  String sample(Evaluation.Series series) {
    return LineChart.sample(line(series));
  }

  private Line line(Evaluation.Series series) {
    return new Line(
        series.pruner(),
        palette.style(series.pruner()),
        series.usesCodebook() ? Line.Weight.THICK : Line.Weight.NORMAL,
        series.points().stream()
            .map(point -> new Line.Point(point.keep(), point.accuracy(), point.low(), point.high()))
            .toList());
  }

  private String description(Evaluation evaluation) {
    List<Double> keeps = evaluation.keeps();
    double least = keeps.get(keeps.size() - 1);
    String accuracies =
        palette.highlighted(evaluation).stream()
            .flatMap(
                s ->
                    s.at(least).stream()
                        .map(p -> s.pruner() + " " + NumberText.percent(p.accuracy())))
            .collect(Collectors.joining(", "));
    return "Unpruned %s. With %s of the tokens kept: %s. All values are in the table."
        .formatted(
            NumberText.percent(evaluation.unpruned()), NumberText.shortPercent(least), accuracies);
  }
}
