package org.tokenquarry.jobs.report.page;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Accuracy against budget on one question set.
 *
 * @param questionSet its name
 * @param measure what is measured, in a word or two: accuracy, or what stands in for it where the
 *     questions have no answers
 * @param questions how many
 * @param images over how many images
 * @param unpruned the measure with all visual tokens, in [0, 1]
 * @param series one a pruner; names of pruners that use the codebook begin with {@code codebook}
 */
public record Evaluation(
    String questionSet,
    String measure,
    long questions,
    long images,
    double unpruned,
    List<Series> series) {

  /** The measure where there are answers. */
  public static final String ACCURACY = "accuracy";

  /** The measure where there are none. */
  public static final String AGREEMENT = "agreement";

  /**
   * Copies the list: the highest mean over the budgets first, of equal means the first by name; who
   * lacks a budget has no mean and comes after all who have one.
   */
  public Evaluation {
    List<Double> budgets = budgets(series);
    series =
        series.stream()
            .sorted(
                Comparator.<Series>comparingDouble(s -> -s.mean(budgets).orElse(-1))
                    .thenComparing(Series::pruner))
            .toList();
  }

  /** The budgets of any series, most tokens first. */
  public List<Double> budgets() {
    return budgets(series);
  }

  private static List<Double> budgets(List<Series> series) {
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

  /** The mean that a series is ranked by, in [0, 1]; empty where it lacks one of the budgets. */
  public OptionalDouble mean(Series ranked) {
    return ranked.mean(budgets());
  }

  /** Whether anything is known of fidelity and cost. */
  public boolean detailed() {
    return series.stream()
        .flatMap(s -> s.points().stream())
        .anyMatch(p -> !p.detail().equals(Detail.NONE));
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

    private OptionalDouble mean(List<Double> budgets) {
      return budgets.stream().allMatch(keep -> at(keep).isPresent())
          ? points.stream().mapToDouble(Point::accuracy).average()
          : OptionalDouble.empty();
    }
  }

  /**
   * One figure.
   *
   * @param keep fraction of the visual tokens kept, in (0, 1]
   * @param accuracy the measure, in [0, 1]
   * @param relative to the unpruned model, 1 = equal
   * @param low lower end of the accuracy's interval, when one was computed
   * @param high upper end of it
   * @param detail fidelity and cost
   */
  public record Point(
      double keep,
      double accuracy,
      double relative,
      OptionalDouble low,
      OptionalDouble high,
      Detail detail) {

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

  /**
   * How true a pruned model stays to the full one, and what it costs. What was not measured is
   * empty.
   *
   * @param divergence Jensen-Shannon divergence of first tokens from the full input's, nats
   * @param agreement share of the questions with the full input's likeliest first token
   * @param flopsSaved share of the decoder's operations saved for the prompt
   */
  public record Detail(
      OptionalDouble divergence, OptionalDouble agreement, OptionalDouble flopsSaved) {

    /** Nothing was measured. */
    public static final Detail NONE =
        new Detail(OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty());
  }
}
