package org.tokenquarry.divergence;

import java.util.stream.IntStream;

/** How much one next-token distribution differs from another, seen from the first. */
public final class KullbackLeibler {

  private KullbackLeibler() {}

  /**
   * {@code KL(P || Q) = sum_i P_i (ln P_i - ln Q_i)} over the whole vocabulary, in double, in the
   * order of ids. An entry with {@code P_i = 0} counts 0.
   *
   * @param p {@code [V]} logits of P
   * @param q {@code [V]} logits of Q
   * @return nats, at least 0; +infinity where Q is 0 and P is not
   * @throws NonFiniteLogitException if a logit is NaN or +infinity, or all are -infinity
   * @throws IllegalArgumentException if the lengths differ
   */
  public static double of(float[] p, float[] q) {
    if (p.length != q.length) {
      throw new IllegalArgumentException(
          "logits of " + p.length + " and " + q.length + " tokens cannot be compared");
    }
    int[] ids = IntStream.range(0, p.length).toArray();
    HeadDistribution one = HeadDistribution.of(p, ids);
    HeadDistribution other = HeadDistribution.of(q, ids);
    double sum = 0;
    for (int i = 0; i < ids.length; i++) {
      double probability = one.probability(i);
      if (probability > 0) {
        sum += probability * (one.logProbability(i) - other.logProbability(i));
      }
    }
    return Math.max(0, sum);
  }
}
