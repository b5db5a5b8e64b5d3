package org.tokenquarry.jobs.calibrate;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.tokenquarry.token.TokenMatrix;

/** A trial with its codebook and what it reached so far. Not for several threads. */
final class Contestant {

  /** The better one first; of equals, the one that was listed first. */
  static final Comparator<Contestant> BEST_FIRST =
      Comparator.comparingDouble(Contestant::meanRelative)
          .reversed()
          .thenComparingInt(contestant -> contestant.place);

  private final int place;
  private final Trial trial;
  private final TokenMatrix prototypes;
  private final List<Double> keeps;
  private final Map<Double, double[]> sums = new TreeMap<>();
  private final double[] unpruned = new double[2];

  /**
   * Enters a trial.
   *
   * @param place in the list of all trials
   * @param keeps keep ratios, all with the same weight
   */
  Contestant(int place, Trial trial, TokenMatrix prototypes, List<Double> keeps) {
    this.place = place;
    this.trial = trial;
    this.prototypes = prototypes;
    this.keeps = keeps;
    keeps.forEach(keep -> sums.put(keep, new double[2]));
  }

  Trial trial() {
    return trial;
  }

  TokenMatrix prototypes() {
    return prototypes;
  }

  /** The name of the pruner in its rows. */
  String name() {
    return "codebook-trial-" + place;
  }

  /** Adds scores with pruned tokens. */
  void add(double keep, double score, double scored) {
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

  /** Mean over the keep ratios. */
  double meanRelative() {
    return keeps.stream().mapToDouble(this::relative).average().orElse(0);
  }

  /** Accuracy over the unpruned model's; 0 where that one answers nothing rightly. */
  double relative(double keep) {
    double[] own = sums.get(keep);
    return unpruned[0] == 0 ? 0 : own[0] / own[1] * unpruned[1] / unpruned[0];
  }

  /** All trials that leave a prototype. */
  static List<Contestant> of(List<Trial> trials, TrialCodebooks codebooks, List<Double> keeps) {
    return IntStream.range(0, trials.size())
        .mapToObj(i -> new Contestant(i, trials.get(i), codebooks.of(trials.get(i)), keeps))
        .filter(contestant -> contestant.prototypes != null)
        .toList();
  }
}
