package org.tokenquarry.answer;

import org.tokenquarry.numeric.Ranking;

/**
 * What the language model says.
 *
 * @param logits {@code [V]} of the first answer token; do not modify
 * @param ids the answer by greedy decoding, without the token that ends it; none where only the
 *     first token was asked for; do not modify
 */
public record Reply(float[] logits, long[] ids) {

  /** The most probable first token, the lower id where two are equal. */
  public int first() {
    return Ranking.indexOfLargest(logits);
  }
}
