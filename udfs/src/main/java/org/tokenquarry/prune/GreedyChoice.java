package org.tokenquarry.prune;

import java.util.stream.IntStream;

/** Chooses tokens one after another, each time the one that is worth most now. */
public final class GreedyChoice {

  private GreedyChoice() {}

  /** What tokens are worth, given those that are chosen. Belongs to one choice. */
  public interface Worth {

    /** What a token that is not chosen is worth now; no NaN. */
    double of(int token);

    /** Tells that a token is chosen. */
    void chosen(int token);
  }

  /**
   * Chooses among all tokens. Ties go to the lower index.
   *
   * @param count how many tokens there are, N
   * @param most how many to choose, in [1, N]
   * @return {@code [most]}: tokens in the order in which they were chosen
   */
  public static int[] among(int count, int most, Worth worth) {
    return among(IntStream.range(0, count).toArray(), most, worth);
  }

  /**
   * Chooses among some tokens. Ties go to the one that comes first.
   *
   * @param candidates distinct tokens
   * @param most how many to choose
   * @return {@code [min(most, candidates)]}: tokens in the order in which they were chosen
   */
  public static int[] among(int[] candidates, int most, Worth worth) {
    int[] left = candidates.clone();
    int[] order = new int[Math.min(most, left.length)];
    for (int step = 0; step < order.length; step++) {
      int best = 0;
      double largest = worth.of(left[0]);
      for (int place = 1; place < left.length - step; place++) {
        double value = worth.of(left[place]);
        if (value > largest) {
          best = place;
          largest = value;
        }
      }
      order[step] = left[best];
      System.arraycopy(left, best + 1, left, best, left.length - 1 - best);
      worth.chosen(order[step]);
    }
    return order;
  }
}
