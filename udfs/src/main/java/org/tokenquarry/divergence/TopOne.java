package org.tokenquarry.divergence;

/**
 * The most likely first answer token and its probability within the head vocabulary.
 *
 * <p>Over a single visual token this says how recognisable the token is by itself: {@code p1 =
 * exp(z[a]) / sum_{j in head} exp(z[j])}, as in the published code.
 *
 * @param token vocabulary id; the lower id where two are equally likely
 * @param probability in (0, 1]
 */
public record TopOne(int token, double probability) {

  /**
   * Reads the top of the logits.
   *
   * @param logits {@code [V]}
   * @param head size of the head vocabulary, at least 1, clamped to V; 50 in the published settings
   * @throws IllegalArgumentException if a logit is NaN, the largest is infinite, or there is no
   *     head
   */
  public static TopOne of(float[] logits, int head) {
    int[] ids = HeadVocabulary.largest(logits, head);
    return new TopOne(ids[0], HeadDistribution.of(logits, ids).probability(0));
  }
}
