package org.tokenquarry.model;

import java.nio.Buffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;

/**
 * A tensor in plain numbers.
 *
 * @param values a {@link FloatBuffer} or a {@link LongBuffer}, row-major
 * @param shape sizes of all dimensions, possibly 0
 */
record Numbers(Buffer values, long... shape) {

  static Numbers of(float[] values, long... shape) {
    return new Numbers(FloatBuffer.wrap(values), shape);
  }

  static Numbers of(long[] values, long... shape) {
    return new Numbers(LongBuffer.wrap(values), shape);
  }

  /** The values of a tensor of float32 that has an array of its own. */
  float[] floats() {
    return ((FloatBuffer) values).array();
  }
}
