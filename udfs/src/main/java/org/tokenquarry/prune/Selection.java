package org.tokenquarry.prune;

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
}
