package org.tokenquarry.prune;

/** Checks of what pruners are given. */
final class PrunerChecks {

  private PrunerChecks() {}

  static void requireBudget(int budget, int count) {
    if (budget < 1 || budget > count) {
      throw new IllegalArgumentException(
          "a budget of " + budget + " tokens is not within 1 to " + count);
    }
  }

  /**
   * Refuses scores that are not numbers.
   *
   * @param what the name of the scores; in the message it stands before "of token"
   */
  static void requireNumbers(float[] scores, String what) {
    for (int i = 0; i < scores.length; i++) {
      if (Float.isNaN(scores[i])) {
        throw new IllegalArgumentException(what + " of token " + i + " is NaN");
      }
    }
  }
}
