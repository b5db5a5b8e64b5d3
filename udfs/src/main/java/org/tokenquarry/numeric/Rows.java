package org.tokenquarry.numeric;

import java.util.Arrays;

/** Rows of an array that holds them one after the other, as a model returns a batch. */
public final class Rows {

  private Rows() {}

  /**
   * Copies the rows.
   *
   * @param flat {@code [count * width]}
   * @return {@code [count][width]}
   * @throws IllegalArgumentException if {@code flat} is not a multiple of {@code count} long
   */
  public static float[][] of(float[] flat, int count) {
    if (count == 0 ? flat.length > 0 : flat.length % count != 0) {
      throw new IllegalArgumentException(flat.length + " numbers are not " + count + " rows");
    }
    float[][] rows = new float[count][];
    for (int i = 0; i < count; i++) {
      int width = flat.length / count;
      rows[i] = Arrays.copyOfRange(flat, i * width, (i + 1) * width);
    }
    return rows;
  }
}
