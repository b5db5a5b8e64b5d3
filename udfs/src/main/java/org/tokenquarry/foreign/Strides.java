package org.tokenquarry.foreign;

import org.tokenquarry.token.TokenMatrix;

/**
 * Where the numbers of a matrix lie among those that are stored.
 *
 * @param offset place of the first
 * @param row from a number to the one below it
 * @param column from a number to the one beside it
 */
record Strides(long offset, long row, long column) {

  /** Row by row. */
  static Strides rows(Shape shape) {
    return new Strides(0, shape.width(), 1);
  }

  /** Column by column, as Fortran has it. */
  static Strides columns(Shape shape) {
    return new Strides(0, 1, shape.rows());
  }

  /** Whether all numbers of a matrix lie among so many. */
  boolean fit(Shape shape, long stored) {
    if (offset < 0 || row < 0 || column < 0) {
      return false;
    }
    try {
      long last =
          Math.addExact(
              Math.addExact(offset, Math.multiplyExact(shape.rows() - 1L, row)),
              Math.multiplyExact(shape.width() - 1L, column));
      // Fewer numbers than the matrix has would be shown several times: it could be of any size.
      return last < stored && shape.count() <= stored;
    } catch (ArithmeticException e) {
      return false;
    }
  }

  /**
   * Puts the numbers in order.
   *
   * @param stored among which they {@link #fit}
   */
  TokenMatrix matrix(Shape shape, float[] stored) {
    if (equals(rows(shape)) && stored.length == shape.count()) {
      return new TokenMatrix(stored, shape.width());
    }
    float[] values = new float[shape.count()];
    int place = 0;
    for (int i = 0; i < shape.rows(); i++) {
      for (int d = 0; d < shape.width(); d++) {
        values[place++] = stored[(int) (offset + i * row + d * column)];
      }
    }
    return new TokenMatrix(values, shape.width());
  }
}
