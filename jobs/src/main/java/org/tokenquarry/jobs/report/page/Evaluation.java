package org.tokenquarry.jobs.report.page;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Accuracy against the share of kept tokens, on one question set.
 *
 * @param questionSet its name
 * @param measure name of the metric: accuracy, or what stands in for it if the questions have no
 *     answers
 * @param questions number of questions
 * @param images number of images that they are about
 * @param unpruned the metric with all visual tokens, in [0, 1]
 * @param series one for each pruner; the names of pruners that use the codebook begin with {@code
 *     codebook}
 */
public record Evaluation(
    String questionSet,
    String measure,
    long questions,
    long images,
    double unpruned,
    List<Series> series) {

  /** The {@link #measure} if questions have answers. */
  public static final String ACCURACY = "accuracy";

  /** The {@link #measure} if no question has an answer. */
  public static final String AGREEMENT = "agreement";

  /**
   * Copies the list and sorts it: the highest mean over all keeps first, equal means by name. A
   * series that lacks one of the keeps has no mean and comes last.
   */
  public Evaluation {
    List<Double> keeps = keeps(series);
    series =
        series.stream()
            .sorted(
                Comparator.<Series>comparingDouble(s -> -s.mean(keeps).orElse(-1))
                    .thenComparing(Series::pruner))
            .toList();
  }

  /** All shares of kept tokens that a series has a point for, in (0, 1], from large to small. */
  public List<Double> keeps() {
    return keeps(series);
  }

  private static List<Double> keeps(List<Series> series) {
    return series.stream()
        .flatMap(s -> s.points().stream().map(Point::keep))
        .distinct()
        .sorted((a, b) -> Double.compare(b, a))
        .toList();
  }

  /** The highest accuracy of any pruner at one share of kept tokens. */
  public OptionalDouble best(double keep) {
    return series.stream().flatMap(s -> s.at(keep).stream()).mapToDouble(Point::accuracy).max();
  }

  /** The mean that a series is ranked by, in [0, 1]; empty if it lacks one of the keeps. */
  public OptionalDouble mean(Series ranked) {
    return ranked.mean(keeps());
  }

  /** Whether any point has a fidelity or a cost. */
  public boolean detailed() {
    return series.stream()
        .flatMap(s -> s.points().stream())
        .anyMatch(p -> !p.detail().equals(Detail.NONE));
  }

  /**
   * The points of one pruner.
   *
   * @param pruner its name
   * @param points in any order, one for each share of kept tokens
   */
  public record Series(String pruner, List<Point> points) {

    /** Copies the list and sorts it, most tokens first. */
    public Series {
      points = points.stream().sorted((a, b) -> Double.compare(b.keep(), a.keep())).toList();
    }

    /** The point at one share of kept tokens. */
    public Optional<Point> at(double keep) {
      return points.stream().filter(p -> p.keep() == keep).findFirst();
    }

    /** Whether the pruner uses the codebook. */
    public boolean usesCodebook() {
      return pruner.startsWith("codebook");
    }

    private OptionalDouble mean(List<Double> keeps) {
      return keeps.stream().allMatch(keep -> at(keep).isPresent())
          ? points.stream().mapToDouble(Point::accuracy).average()
          : OptionalDouble.empty();
    }
  }

  /**
   * The metrics of a pruner at one share of kept tokens.
   *
   * @param keep share of the visual tokens that is kept, in (0, 1]
   * @param accuracy the metric that {@link Evaluation#measure} names, in [0, 1]
   * @param relative accuracy divided by that of the unpruned model, 1 = equal
   * @param low lower end of the interval of the accuracy; empty if none was computed
   * @param high upper end of it; empty if none was computed
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
     * Checks the share, because the axis of the chart is logarithmic.
     *
     * @throws IllegalArgumentException if it is outside (0, 1] or NaN
     */
    public Point {
      if (!(keep > 0 && keep <= 1)) {
        throw new IllegalArgumentException("a share of kept tokens lies in (0, 1], not " + keep);
      }
    }
  }

  /**
   * How close a pruned model stays to the unpruned one, and what it saves. What was not measured is
   * empty.
   *
   * @param divergence Jensen-Shannon divergence between the first tokens with and without pruning,
   *     nats
   * @param agreement share of the questions whose likeliest first token is unchanged
   * @param flopsSaved share of the decoder's operations that is saved for the prompt
   */
  public record Detail(
      OptionalDouble divergence, OptionalDouble agreement, OptionalDouble flopsSaved) {

    /** Nothing was measured. */
    public static final Detail NONE =
        new Detail(OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty());
  }
}
