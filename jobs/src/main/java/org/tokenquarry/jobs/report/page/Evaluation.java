package org.tokenquarry.jobs.report.page;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tokenquarry.task.PrunerNotes;

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
 * @param compared what the pruners are compared with
 */
public record Evaluation(
    String questionSet,
    String measure,
    long questions,
    long images,
    double unpruned,
    List<Series> series,
    Compared compared) {

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

  /** Without comparisons. */
  public Evaluation(
      String questionSet,
      String measure,
      long questions,
      long images,
      double unpruned,
      List<Series> series) {
    this(questionSet, measure, questions, images, unpruned, series, Compared.NOTHING);
  }

  /**
   * What the pruners of a set of questions are compared with.
   *
   * @param reference name of one of them; empty if there are no comparisons
   * @param comparisons how many differences to it there are, for which intervals are corrected
   * @param prefillSaved share of the decoder's time for a prompt that is saved where it has as many
   *     visual tokens as a budget says, by the share of kept tokens, from large to small
   */
  public record Compared(
      String reference, long comparisons, SortedMap<Double, Double> prefillSaved) {

    /** Nothing is compared. */
    public static final Compared NOTHING = new Compared("", 0, new TreeMap<>());

    /** Copies the map. */
    public Compared {
      SortedMap<Double, Double> sorted = new TreeMap<>(Comparator.reverseOrder());
      sorted.putAll(prefillSaved);
      prefillSaved = Collections.unmodifiableSortedMap(sorted);
    }

    /** The shares of kept tokens that were timed, from large to small. */
    public List<Double> timed() {
      return List.copyOf(prefillSaved.keySet());
    }

    /** The share of time that is saved at a share of kept tokens that was timed. */
    public double saved(double keep) {
      return prefillSaved.get(keep);
    }
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

  /** Whether any point is compared with the unpruned model. */
  public boolean changed() {
    return series.stream()
        .flatMap(s -> s.points().stream())
        .anyMatch(p -> p.detail().change().isPresent());
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

    /** What a reader must know of the pruner; empty for most. */
    public Optional<String> note() {
      return PrunerNotes.of(pruner);
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
   * @param tokens mean number of visual tokens that enter the language model
   * @param difference to the pruner that this one is compared with
   * @param change against the unpruned model
   */
  public record Detail(
      OptionalDouble divergence,
      OptionalDouble agreement,
      OptionalDouble flopsSaved,
      OptionalDouble tokens,
      Optional<Difference> difference,
      Optional<Difference> change) {

    /** Nothing was measured. */
    public static final Detail NONE =
        new Detail(
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            Optional.empty(),
            Optional.empty());
  }

  /**
   * The accuracy of a pruner minus that of the one it is compared with, or of the unpruned model.
   *
   * @param value in [-1, 1]
   * @param low lower end of the interval, corrected for the number of comparisons
   * @param high upper end of it
   * @param verdict whether the pruner is ahead, in words
   */
  public record Difference(double value, double low, double high, String verdict) {}
}
