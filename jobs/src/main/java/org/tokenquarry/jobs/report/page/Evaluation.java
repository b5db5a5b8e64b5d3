package org.tokenquarry.jobs.report.page;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Accuracy against budget on one question set.
 *
 * @param questionSet its name
 * @param questions how many
 * @param images over how many images
 * @param unpruned accuracy with all visual tokens, in [0, 1]
 * @param series one a pruner; names of pruners that use the codebook begin with {@code codebook}
 */
public record Evaluation(
    String questionSet, long questions, long images, double unpruned, List<Series> series) {

  /** Copies the list, pruners that use the codebook first. */
  public Evaluation {
    series = series.stream().sorted(Comparator.comparing(s -> !s.usesCodebook())).toList();
  }

  /** The budgets of any series, most tokens first. */
  public List<Double> budgets() {
    return series.stream()
        .flatMap(s -> s.points().stream().map(Point::keep))
        .distinct()
        .sorted((a, b) -> Double.compare(b, a))
        .toList();
  }

  /** The highest accuracy of any pruner at a budget. */
  public OptionalDouble best(double keep) {
    return series.stream().flatMap(s -> s.at(keep).stream()).mapToDouble(Point::accuracy).max();
  }

  /**
   * One pruner.
   *
   * @param pruner its name
   * @param points in any order, one a budget
   */
  public record Series(String pruner, List<Point> points) {

    /** Copies the list, most tokens first. */
    public Series {
      points = points.stream().sorted((a, b) -> Double.compare(b.keep(), a.keep())).toList();
    }

    /** The figure at a budget. */
    public Optional<Point> at(double keep) {
      return points.stream().filter(p -> p.keep() == keep).findFirst();
    }

    /** Whether it uses the codebook. */
    public boolean usesCodebook() {
      return pruner.startsWith("codebook");
    }
  }

  /**
   * One figure.
   *
   * @param keep fraction of the visual tokens kept, in (0, 1]
   * @param accuracy in [0, 1]
   * @param relative to the unpruned model, 1 = equal
   * @param low lower end of the accuracy's interval, when one was computed
   * @param high upper end of it
   */
  public record Point(
      double keep, double accuracy, double relative, OptionalDouble low, OptionalDouble high) {

    /**
     * Checks the budget, because the chart's axis is logarithmic.
     *
     * @throws IllegalArgumentException if it is outside (0, 1] or NaN
     */
    public Point {
      if (!(keep > 0 && keep <= 1)) {
        throw new IllegalArgumentException("a budget lies in (0, 1], not " + keep);
      }
    }
  }
}
