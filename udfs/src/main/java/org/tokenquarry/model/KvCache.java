package org.tokenquarry.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;

/**
 * Keys and values of P positions, {@code [L, B or 1, K, P, d]} each; belongs to the scope that it
 * was made in. A cache of batch 1 can be the past of any batch.
 *
 * @param keys after the rotary embedding
 * @param values of the same shape
 */
public record KvCache(NDArray keys, NDArray values) {

  private static final int POSITIONS = 3;

  /** P, possibly 0. */
  public int length() {
    return Math.toIntExact(keys.getShape().get(POSITIONS));
  }

  /**
   * The first positions, without copying; the memory is freed when both this and the original are
   * closed.
   *
   * @param scope owns the result; the caller closes it
   * @throws IllegalArgumentException if there are fewer positions
   */
  public KvCache first(NDManager scope, int positions) {
    if (positions < 0 || positions > length()) {
      throw new IllegalArgumentException(
          "a cache of " + length() + " positions has no first " + positions);
    }
    // Without the scope argument the result would belong to the array's own manager.
    NDIndex index = new NDIndex().addAllDim(POSITIONS).addSliceDim(0, positions);
    return new KvCache(keys.get(scope, index), values.get(scope, index));
  }
}
