package org.tokenquarry.answer;

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
