package org.tokenquarry.jobs.calibrate;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a search tries, and what it reached so far. Not for several threads.
 *
 * @param <T> what is tried
 */
final class Contestant<T> {

  /** The better one first; of equals, the one that was listed first. */
  static final Comparator<Contestant<?>> BEST_FIRST =
      Comparator.<Contestant<?>>comparingDouble(Contestant::meanRelative)
          .reversed()
          .thenComparingInt(contestant -> contestant.place);

  private final int place;
  private final String name;
  private final T tried;
  private final List<Double> keeps;
  private final Map<Double, double[]> sums = new TreeMap<>();
  private final double[] unpruned = new double[2];
  private boolean answered;

  /**
   * Enters something.
   *
   * @param place in the list of all that is tried
   * @param name of its pruner in the rows of the answers
   * @param keeps keep ratios, all with the same weight
   */
  Contestant(int place, String name, T tried, List<Double> keeps) {
    this.place = place;
    this.name = name;
    this.tried = tried;
    this.keeps = keeps;
    keeps.forEach(keep -> sums.put(keep, new double[2]));
  }

  T tried() {
    return tried;
  }

  String name() {
    return name;
  }

  /** Adds scores with pruned tokens. */
  void add(double keep, double score, double scored) {
    answered = true;
    add(sums.get(keep), score, scored);
  }

  /** Adds scores of the same questions with all tokens. */
  void addUnpruned(double score, double scored) {
    add(unpruned, score, scored);
  }

  private static void add(double[] sum, double score, double scored) {
    sum[0] += score;
    sum[1] += scored;
  }

  /** Says whether the model answered any question with its tokens, scored or not. */
  boolean answered() {
    return answered;
  }

  /** Says whether an answer was scored at every keep ratio. */
  boolean scored() {
    return sums.values().stream().allMatch(sum -> sum[1] > 0);
  }

  /** Mean over the keep ratios. */
  double meanRelative() {
    return keeps.stream().mapToDouble(this::relative).average().orElse(0);
  }

  /** Accuracy over the unpruned model's; 0 where that one answers nothing rightly. */
  double relative(double keep) {
    double[] own = sums.get(keep);
    return unpruned[0] == 0 || own[1] == 0 ? 0 : own[0] / own[1] * unpruned[1] / unpruned[0];
  }
}
