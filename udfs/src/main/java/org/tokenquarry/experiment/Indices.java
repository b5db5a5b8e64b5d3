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
   * @param rows B arrays of T numbers, at least one
   * @return {@code [B, T] int64}
   */
  static NDArray of(NDManager scope, int[][] rows) {
    int width = rows[0].length;
    int count = Math.multiplyExact(rows.length, width);
    ByteBuffer buffer = scope.allocateDirect(Math.multiplyExact(count, Long.BYTES));
    LongBuffer numbers = buffer.asLongBuffer();
    for (int[] row : rows) {
      for (int number : row) {
        numbers.put(number);
      }
    }
    return scope.create(buffer, new Shape(rows.length, width), DataType.INT64);
  }
}
