package org.tokenquarry.prune;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Chooses tokens one after another, each time one that is far from all chosen before. Ties go to
 * the lower index. Before the first choice the distance of every token is 1.
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
   * @param most the largest number of tokens to choose, in [1, N]
   */
  FarthestFirst(double[][] distances, int most) {
    this.distances = distances;
    this.order = new int[most];
    this.nearest = new double[distances.length];
    this.chosen = new BitSet(distances.length);
    Arrays.fill(nearest, 1);
  }

  /**
   * Chooses all tokens of a pool, the farthest first.
   *
   * @param pool token indices; those that were already chosen are skipped
   */
  void add(BitSet pool) {
    double[] even = new double[nearest.length];
    Arrays.fill(even, 1);
    add(pool, even, 0);
  }

  /**
   * Chooses tokens of a pool, by falling weight times distance to the nearest chosen token, as long
   * as there is one far enough away.
   *
   * @param pool token indices; those that were already chosen are skipped
   * @param weights {@code [N]}, at least 0
   * @param atLeast the smallest distance that a token must have to all chosen tokens
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
