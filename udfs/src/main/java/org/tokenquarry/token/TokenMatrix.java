package org.tokenquarry.token;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Vectors of one width, {@code [N, D] float32}, row-major in one array.
 *
 * <p>The array is not copied: do not modify it after it was passed here.
 */
public final class TokenMatrix implements Serializable {

  private static final long serialVersionUID = 1L;

  private final float[] values;
  private final int dim;

  /**
   * Wraps an array.
   *
   * @param values {@code N * D} numbers, row by row
   * @param dim D, at least 1
   * @throws IllegalArgumentException if the length is not a multiple of {@code dim}
   */
  public TokenMatrix(float[] values, int dim) {
    if (dim < 1 || values.length % dim != 0) {
      throw new IllegalArgumentException(values.length + " numbers are not rows of " + dim);
    }
    this.values = values;
    this.dim = dim;
  }

  /**
   * Copies rows into one matrix.
   *
   * @param rows {@code [D]} each; possibly none
   * @param dim D, at least 1
   * @throws IllegalArgumentException if a row has another length
   */
  public static TokenMatrix of(Iterable<float[]> rows, int dim) {
    int count = 0;
    for (float[] row : rows) {
      if (row.length != dim) {
        throw new IllegalArgumentException("a row of " + row.length + " among rows of " + dim);
      }
      count++;
    }
    float[] values = new float[Math.multiplyExact(count, dim)];
    int offset = 0;
    for (float[] row : rows) {
      System.arraycopy(row, 0, values, offset, dim);
      offset += dim;
    }
    return new TokenMatrix(values, dim);
  }

  /** How many rows there are, N. */
  public int count() {
    return values.length / dim;
  }

  /** The width of the rows, D. */
  public int dim() {
    return dim;
  }

  /** A copy of row {@code i}. */
  public float[] row(int i) {
    return Arrays.copyOfRange(values, i * dim, (i + 1) * dim);
  }

  /** Element {@code d} of row {@code i}. */
  public float at(int i, int d) {
    return values[i * dim + d];
  }

  /** The Euclidean length of row {@code i}, in double, summed over ascending dimensions. */
  public double norm(int i) {
    double squares = 0;
    for (int d = 0; d < dim; d++) {
      double value = at(i, d);
      squares += value * value;
    }
    return Math.sqrt(squares);
  }

  /** {@code 1 / norm(i)}, by which a row is brought to length 1; 0 for a zero row. */
  public double inverseNorm(int i) {
    double norm = norm(i);
    return norm == 0 ? 0 : 1 / norm;
  }

  /** The rows in the order of {@code indices}, copied. */
  public TokenMatrix rows(int[] indices) {
    float[] selected = new float[indices.length * dim];
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(values, indices[i] * dim, selected, i * dim, dim);
    }
    return new TokenMatrix(selected, dim);
  }

  /**
   * The first columns; the matrix itself where it has no others.
   *
   * @param count how many, in [1, D]
   */
  public TokenMatrix columns(int count) {
    if (count == dim) {
      return this;
    }
    float[] selected = new float[count() * count];
    for (int i = 0; i < count(); i++) {
      System.arraycopy(values, i * dim, selected, i * count, count);
    }
    return new TokenMatrix(selected, count);
  }

  /** The array itself, {@code N * D} numbers; do not modify. */
  public float[] values() {
    return values;
  }

  /** Whether all elements are finite: none is NaN or infinite. */
  public boolean finite() {
    return finite(values);
  }

  /** Whether all elements of a row are finite: none is NaN or infinite. */
  public static boolean finite(float[] row) {
    for (float value : row) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }
}
