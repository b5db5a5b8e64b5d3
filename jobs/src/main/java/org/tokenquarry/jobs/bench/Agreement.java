package org.tokenquarry.jobs.bench;

import java.util.List;
import java.util.function.Function;
import org.tokenquarry.experiment.TokenFinding;
import org.tokenquarry.experiment.TokenScores;

/**
 * How far findings of two engines on the same images agree.
 *
 * @param sameVerdicts whether every token has the same verdict by the same stage
 * @param top1Probability largest absolute difference where both engines ran the experiment
 * @param regionDivergence likewise, nats
 * @param globalDivergence likewise, nats
 */
record Agreement(
    boolean sameVerdicts,
    double top1Probability,
    double regionDivergence,
    double globalDivergence) {

  static Agreement of(List<List<TokenFinding>> one, List<List<TokenFinding>> other) {
    List<TokenFinding> left = one.stream().flatMap(List::stream).toList();
    List<TokenFinding> right = other.stream().flatMap(List::stream).toList();
    boolean same = left.size() == right.size();
    for (int i = 0; same && i < left.size(); i++) {
      same =
          left.get(i).token() == right.get(i).token()
              && left.get(i).verdict().equals(right.get(i).verdict());
    }
    return new Agreement(
        same,
        largest(left, right, TokenScores::top1Probability),
        largest(left, right, TokenScores::regionDivergence),
        largest(left, right, TokenScores::globalDivergence));
  }

  /** The larger difference of both, score by score. */
  Agreement and(Agreement other) {
    return new Agreement(
        sameVerdicts && other.sameVerdicts,
        Math.max(top1Probability, other.top1Probability),
        Math.max(regionDivergence, other.regionDivergence),
        Math.max(globalDivergence, other.globalDivergence));
  }

  double largest() {
    return Math.max(top1Probability, Math.max(regionDivergence, globalDivergence));
  }

  private static double largest(
      List<TokenFinding> left, List<TokenFinding> right, Function<TokenScores, Double> score) {
    double largest = 0;
    for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
      Double a = score.apply(left.get(i).scores());
      Double b = score.apply(right.get(i).scores());
      if (a != null && b != null) {
        largest = Math.max(largest, Math.abs(a - b));
      }
    }
    return largest;
  }
}
