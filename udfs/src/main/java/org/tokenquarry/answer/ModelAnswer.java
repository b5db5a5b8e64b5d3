package org.tokenquarry.answer;

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
    return largest(logits);
  }

  static int largest(float[] logits) {
    int best = 0;
    for (int i = 1; i < logits.length; i++) {
      if (logits[i] > logits[best]) {
        best = i;
      }
    }
    return best;
  }
}
