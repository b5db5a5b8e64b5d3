package org.tokenquarry.divergence;

import java.util.stream.IntStream;

/**
 * The most likely first answer token and its probability within the head vocabulary.
 *
 * <p>For a prompt with a single visual token it says how recognisable the token is by itself:
 * {@code p1 = exp(z[a]) / sum_{j in head} exp(z[j])}, as in the published code.
 *
 * @param token vocabulary id; of equally likely tokens the lower id
 * @param probability in (0, 1]
 */
public record TopOne(int token, double probability) {

  /**
   * Finds the most likely token.
   *
   * @param logits {@code [V]}
   * @param head size of the head vocabulary, at least 1, clamped to V; 50 in the published settings
   * @throws NonFiniteLogitException if a logit is NaN, or the largest is infinite
   * @throws IllegalArgumentException if there is no head
   */
  public static TopOne of(float[] logits, int head) {
    int[] ids = HeadVocabulary.largest(logits, head);
    return new TopOne(ids[0], HeadDistribution.of(logits, ids).probability(0));
  }

  /**
   * The probability from the logits of a head that was already selected. The result has the same
   * bits as that of {@link #of}.
   *
   * @param head the logits of the head, descending
   * @return in (0, 1]
   * @throws NonFiniteLogitException if a logit is NaN, or the largest is infinite
   * @throws IllegalArgumentException if the head is empty
   */
  public static double probability(float[] head) {
    if (head.length == 0) {
      throw new IllegalArgumentException("there is no head");
    }
    return HeadDistribution.of(head, IntStream.range(0, head.length).toArray()).probability(0);
  }
}
