package org.tokenquarry.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;

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

  /**
   * The first elements of the batch, without copying; the memory is freed when both this and the
   * original are closed.
   *
   * @param scope owns the result; the caller closes it
   * @param count at most the size of the batch
   */
  public KvCache elements(NDManager scope, int count) {
    NDIndex index = new NDIndex().addAllDim().addSliceDim(0, count);
    return count == keys.getShape().get(1)
        ? this
        : new KvCache(keys.get(scope, index), values.get(scope, index));
  }

  /**
   * The first positions of some elements of the batch, copied.
   *
   * @param scope owns the result; the caller closes it
   * @param elements their indices in the batch, possibly repeated
   * @return of batch {@code elements.length}
   * @throws IllegalArgumentException if there are fewer positions
   */
  public KvCache of(NDManager scope, int[] elements, int positions) {
    KvCache first = first(scope, positions);
    NDList keys = new NDList();
    NDList values = new NDList();
    // Equal neighbours are one view, so that few pieces are put together.
    for (int begin = 0, end = 0; begin < elements.length; begin = end) {
      while (end < elements.length && elements[end] == elements[begin]) {
        end++;
      }
      keys.add(repeated(scope, first.keys, elements[begin], end - begin));
      values.add(repeated(scope, first.values, elements[begin], end - begin));
    }
    return new KvCache(NDArrays.concat(keys, 1), NDArrays.concat(values, 1));
  }

  private static NDArray repeated(NDManager scope, NDArray cache, int element, int times) {
    NDArray one = cache.get(scope, new NDIndex().addAllDim().addSliceDim(element, element + 1L));
    Shape shape = one.getShape();
    return times == 1
        ? one
        : one.broadcast(
            new Shape(shape.get(0), times, shape.get(2), shape.get(POSITIONS), shape.get(4)));
  }
}
