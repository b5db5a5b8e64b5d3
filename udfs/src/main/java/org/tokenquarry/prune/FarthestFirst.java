package org.tokenquarry.prune;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Chooses tokens one after another, each time one that is far from all that were chosen before.
 * Ties go to the lower index. Before the first choice every token is at distance 1.
 */
final class FarthestFirst {

  private final double[][] distances;
  private final int[] order;
  private final double[] nearest;
  private final BitSet chosen;
  private int count;

  /**
   * Starts with nothing chosen.
   *
   * @param distances {@code [N, N]}, symmetric, at least 0
   * @param most how many tokens are chosen at most, in [1, N]
   */
  FarthestFirst(double[][] distances, int most) {
    this.distances = distances;
    this.order = new int[most];
    this.nearest = new double[distances.length];
    this.chosen = new BitSet(distances.length);
    Arrays.fill(nearest, 1);
  }

  /**
   * Goes on with tokens of a pool until it is used up.
   *
   * @param pool token indices; those that were chosen are passed over
   */
  void add(BitSet pool) {
    double[] even = new double[nearest.length];
    Arrays.fill(even, 1);
    add(pool, even, 0);
  }

  /**
   * Goes on with tokens of a pool, by falling weight times distance to the nearest chosen token,
   * while one is far enough away.
   *
   * @param pool token indices; those that were chosen are passed over
   * @param weights {@code [N]}, at least 0
   * @param atLeast the distance to all chosen tokens that a token must have
   */
  void add(BitSet pool, double[] weights, double atLeast) {
    while (count < order.length) {
      int best = -1;
      for (int i = pool.nextSetBit(0); i >= 0; i = pool.nextSetBit(i + 1)) {
        if (!chosen.get(i)
            && nearest[i] >= atLeast
            && (best < 0 || weights[i] * nearest[i] > weights[best] * nearest[best])) {
          best = i;
        }
      }
      if (best < 0) {
        return;
      }
      choose(best);
    }
  }

  /** The chosen tokens in the order in which they were chosen. */
  int[] order() {
    return Arrays.copyOf(order, count);
  }

  private void choose(int token) {
    order[count++] = token;
    chosen.set(token);
    for (int i = 0; i < nearest.length; i++) {
      nearest[i] = Math.min(nearest[i], distances[token][i]);
    }
  }
}
