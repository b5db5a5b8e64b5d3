package org.tokenquarry.prune;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** What pruners share: the check of the budget and the choice by score. */
final class Selection {

  private Selection() {}

  static void requireBudget(int budget, int count) {
    if (budget < 1 || budget > count) {
      throw new IllegalArgumentException(
          "a budget of " + budget + " tokens is not within 1 to " + count);
    }
  }

  /**
   * All indices by rising score, equal scores by the lower index.
   *
   * @param count how many scores there are
   * @param score no NaN
   */
  static int[] order(int count, IntToDoubleFunction score) {
    return IntStream.range(0, count)
        .boxed()
        .sorted(
            // Adding 0 turns -0 into 0, which is a tie.
            Comparator.<Integer>comparingDouble(i -> score.applyAsDouble(i) + 0.0)
                .thenComparing(Comparator.naturalOrder()))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /**
   * The indices of the smallest scores, equal scores by the lower index.
   *
   * @param count how many scores there are
   * @param score no NaN
   * @param budget how many to choose, at most {@code count}
   * @return ascending indices
   */
  static int[] smallest(int count, IntToDoubleFunction score, int budget) {
    return Arrays.stream(order(count, score), 0, budget).sorted().toArray();
  }

  /**
   * Refuses scores that are not numbers.
   *
   * @param what the scores are, to stand before "of token"
   */
  static void requireNumbers(float[] scores, String what) {
    for (int i = 0; i < scores.length; i++) {
      if (Float.isNaN(scores[i])) {
        throw new IllegalArgumentException(what + " of token " + i + " is NaN");
      }
    }
  }

  /** The indices of scores strictly below a bound, ascending. */
  static int[] below(double[] scores, double bound) {
    return IntStream.range(0, scores.length).filter(i -> scores[i] < bound).toArray();
  }

  /** The index of the smallest score, the lower index where two are equal. */
  static int indexOfSmallest(double[] scores) {
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      if (scores[i] < scores[best]) {
        best = i;
      }
    }
    return best;
  }
}
