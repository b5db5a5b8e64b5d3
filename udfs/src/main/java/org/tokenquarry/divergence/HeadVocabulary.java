package org.tokenquarry.divergence;

import java.util.PriorityQueue;

/**
 * The head vocabulary: the token ids of the largest logits. Scores are computed over the head only,
 * because the other logits are noise.
 */
public final class HeadVocabulary {

  private HeadVocabulary() {}

  /**
   * Selects the k largest logits in one pass, {@code O(V log k)}.
   *
   * @param logits {@code [V]}; infinities are allowed, NaN is not
   * @param k how many, at least 1; clamped to V
   * @return {@code [min(k, V)]} token ids, largest logit first, equal logits by the lower id
   * @throws NonFiniteLogitException if a logit is NaN
   * @throws IllegalArgumentException if there are no logits, or k is below 1
   */
  public static int[] largest(float[] logits, int k) {
    if (k < 1 || logits.length == 0) {
      throw new IllegalArgumentException("no head of " + k + " among " + logits.length + " logits");
    }
    int size = Math.min(k, logits.length);
    PriorityQueue<Integer> worstFirst =
        new PriorityQueue<>(size, (a, b) -> worseFirst(logits, a, b));
    for (int id = 0; id < logits.length; id++) {
      if (Float.isNaN(logits[id])) {
        throw new NonFiniteLogitException("the logit of token " + id + " is NaN");
      }
      if (worstFirst.size() < size) {
        worstFirst.add(id);
      } else if (logits[id] > logits[worstFirst.peek()]) {
        worstFirst.poll();
        worstFirst.add(id);
      }
    }
    int[] head = new int[size];
    for (int place = size - 1; place >= 0; place--) {
      head[place] = worstFirst.remove();
    }
    return head;
  }

  // Not Float.compare, which puts -0 before 0: they are equal here, and the lower id comes first.
  private static int worseFirst(float[] logits, int a, int b) {
    if (logits[a] != logits[b]) {
      return logits[a] < logits[b] ? -1 : 1;
    }
    return Integer.compare(b, a);
  }
}
