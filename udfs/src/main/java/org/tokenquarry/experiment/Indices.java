package org.tokenquarry.experiment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;

/** Row numbers and token ids on the model's device. */
final class Indices {

  private Indices() {}

  /**
   * Sends rows of one length, written straight into native memory.
   *
   * @param scope owns the result
   * @param rows B arrays of T numbers, of which {@code first .. last - 1} are sent
   * @return {@code [last - first, T] int64}
   */
  static NDArray of(NDManager scope, int[][] rows, int first, int last) {
    int width = rows[first].length;
    int count = Math.multiplyExact(last - first, width);
    ByteBuffer buffer = scope.allocateDirect(Math.multiplyExact(count, Long.BYTES));
    LongBuffer numbers = buffer.asLongBuffer();
    for (int row = first; row < last; row++) {
      for (int number : rows[row]) {
        numbers.put(number);
      }
    }
    return scope.create(buffer, new Shape(last - first, width), DataType.INT64);
  }
}
