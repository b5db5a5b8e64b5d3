package org.tokenquarry.divergence;

/**
 * The softmax over a head vocabulary, as logarithms, so that small probabilities do not become 0.
 */
final class HeadDistribution {

  private final double[] logProbabilities;

  private HeadDistribution(double[] logProbabilities) {
    this.logProbabilities = logProbabilities;
  }

  /**
   * Normalises the logits of the head.
   *
   * @param logits {@code [V]}; negative infinity means probability 0
   * @param head ids within V, in the order of the result
   * @throws NonFiniteLogitException if the head holds NaN or +infinity, or only -infinity
   */
  static HeadDistribution of(float[] logits, int[] head) {
    double max = Double.NEGATIVE_INFINITY;
    for (int id : head) {
      if (Float.isNaN(logits[id]) || logits[id] == Float.POSITIVE_INFINITY) {
        throw new NonFiniteLogitException("the logit of token " + id + " is " + logits[id]);
      }
      max = Math.max(max, logits[id]);
    }
    if (max == Double.NEGATIVE_INFINITY) {
      throw new NonFiniteLogitException(
          "every logit of the head is -Infinity, so there is no distribution");
    }
    double sum = 0;
    for (int id : head) {
      sum += Math.exp(logits[id] - max);
    }
    double logSum = Math.log(sum);
    double[] logProbabilities = new double[head.length];
    for (int j = 0; j < head.length; j++) {
      logProbabilities[j] = logits[head[j]] - max - logSum;
    }
    return new HeadDistribution(logProbabilities);
  }

  int size() {
    return logProbabilities.length;
  }

  /** In [0, 1]. */
  double probability(int j) {
    return Math.exp(logProbabilities[j]);
  }

  /** At most 0; -infinity where the logit was. */
  double logProbability(int j) {
    return logProbabilities[j];
  }
}
