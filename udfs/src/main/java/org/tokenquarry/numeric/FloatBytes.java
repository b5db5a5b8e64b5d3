package org.tokenquarry.numeric;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * Vectors as tables and files hold them: little-endian float32, four bytes a number. Every bit
 * survives the way to bytes and back, that of NaN too.
 */
public final class FloatBytes {

  private FloatBytes() {}

  /** All numbers of a vector, {@code 4 D} bytes. */
  public static byte[] of(float[] values) {
    return of(values, 0, values.length);
  }

  /**
   * Some numbers of a vector.
   *
   * @param from the first of them
   * @param count how many
   * @return {@code 4 count} bytes
   */
  public static byte[] of(float[] values, int from, int count) {
    byte[] bytes = new byte[Math.multiplyExact(count, Float.BYTES)];
    view(bytes).put(values, from, count);
    return bytes;
  }

  /**
   * The numbers that bytes stand for.
   *
   * @throws IllegalArgumentException if the length is not a multiple of four
   */
  public static float[] floats(byte[] bytes) {
    float[] values = new float[count(bytes)];
    read(bytes, values, 0);
    return values;
  }

  /**
   * Reads all numbers into a longer array.
   *
   * @param target receives them
   * @param offset place of the first
   * @throws IllegalArgumentException if the length is not a multiple of four
   */
  public static void read(byte[] bytes, float[] target, int offset) {
    view(bytes).get(target, offset, count(bytes));
  }

  /**
   * How many numbers bytes stand for.
   *
   * @throws IllegalArgumentException if the length is not a multiple of four
   */
  public static int count(byte[] bytes) {
    if (bytes.length % Float.BYTES != 0) {
      throw new IllegalArgumentException(bytes.length + " bytes are not float32 numbers");
    }
    return bytes.length / Float.BYTES;
  }

  private static FloatBuffer view(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
  }
}
