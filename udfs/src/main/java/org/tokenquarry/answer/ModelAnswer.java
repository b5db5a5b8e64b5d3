package org.tokenquarry.answer;

import org.tokenquarry.numeric.Ranking;

/**
 * The language model's answer to one question about one choice of tokens.
 *
 * @param logits {@code [V]}: logits of the first answer token; do not modify
 * @param ids token ids of the answer by greedy decoding, without the token that ends it; empty
 *     where only the first token is computed; do not modify
 */
public record ModelAnswer(float[] logits, long[] ids) {

  /** The most probable first token; of equal logits the lower id. */
  public int first() {
    return Ranking.indexOfLargest(logits);
  }
}
