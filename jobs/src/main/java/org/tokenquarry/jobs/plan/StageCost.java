package org.tokenquarry.jobs.plan;

/**
 * What a stage costs for one image; means, therefore fractions.
 *
 * @param name such as {@code region}
 * @param sequences decoder sequences
 * @param tokens decoder positions that are computed
 * @param gflop operations in 10^9
 */
public record StageCost(String name, double sequences, double tokens, double gflop) {

  /** This stage with more sequences. */
  StageCost plus(double moreSequences, int tokensEach, long flopsEach) {
    return new StageCost(
        name,
        sequences + moreSequences,
        tokens + moreSequences * tokensEach,
        gflop + moreSequences * (double) flopsEach / 1e9);
  }

  static StageCost none(String name) {
    return new StageCost(name, 0, 0, 0);
  }
}
