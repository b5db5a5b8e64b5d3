package org.tokenquarry.numeric;

import java.util.Arrays;

/**
 * Products of all pairs of unit vectors in float: a matrix product, twice as fast as {@link
 * PairwiseSum} in double, with a proven error. For those who need the exact one of a few pairs
 * only.
 *
 * <p>The result is computed in blocks of columns, so that its memory does not grow with the number
 * of vectors on the right. A pair has the same bits in any block, whatever the other vectors.
 */
public final class FloatProducts {

  // A tile of DEPTH x WIDTH floats stays in the second-level cache, and a row of sums in the first.
  private static final int WIDTH = 512;
  private static final int DEPTH = 128;

  /** Dimensions that are added in one pass over the sums, which spares loads and stores. */
  private static final int AT_ONCE = 4;

  /** Half a unit in the last place of 1: the error of one operation in float. */
  private static final double ROUNDING = 0x1p-24;

  private FloatProducts() {}

  /** Receives the products of one vector with some others. */
  public interface Row {

    /**
     * Called for each vector of the left side and each block of columns, columns ascending.
     *
     * @param i the vector of the left side
     * @param first the vector of the right side that the first product belongs to
     * @param products valid during the call
     * @param width how many there are
     */
    void accept(int i, int first, float[] products, int width);
  }

  /**
   * How far a product of unit vectors may lie from the sum of their products in double, {@link
   * PairwiseSum#PRODUCTS}, divided by the left one's length before or after it.
   *
   * <p>Each element is rounded to float, {@code 2} roundings a term. A term is then rounded at its
   * product and at most at each addition in its block of {@value #DEPTH} dimensions, which starts
   * from zero, and at the addition of each block: {@code k = DEPTH + 1 + ceil(D / DEPTH)}
   * roundings. The error is at most {@code (k + 2) u / (1 - (k + 2) u)} of the sum of the absolute
   * terms, {@code u = 2^-24}, and that sum is at most 1 by Cauchy and Schwarz, up to these
   * roundings. What is added here covers them, the error of the double computation ({@code (D + 8)
   * 2^-53}), and underflow ({@code D 2^-149}).
   *
   * @param dim D, at most {@code 2^24}
   */
  public static double error(int dim) {
    int roundings = DEPTH + (dim + DEPTH - 1) / DEPTH + 8;
    return roundings * ROUNDING * (1 + 0x1p-3) + dim * 0x1p-50;
  }

  /**
   * Computes all products.
   *
   * @param left unit vectors of width D
   * @param right unit vectors of width D
   * @param rows receives them
   */
  public static void of(Vectors left, Vectors right, Row rows) {
    float[][] points = new float[left.count()][padded(left.dim())];
    for (int i = 0; i < points.length; i++) {
      left.read(i, 0, points[i]);
    }
    int width = Math.min(WIDTH, right.count());
    float[][] tile = new float[Math.min(DEPTH, padded(right.dim()))][width];
    float[] column = new float[tile.length];
    float[] sums = new float[width];
    float[][] block = new float[left.count()][width];
    for (int from = 0; from < right.count(); from += WIDTH) {
      int columns = Math.min(width, right.count() - from);
      for (float[] row : block) {
        Arrays.fill(row, 0);
      }
      for (int start = 0; start < right.dim(); start += DEPTH) {
        int depth = Math.min(tile.length, padded(right.dim() - start));
        transpose(right, from, columns, start, tile, column);
        for (int i = 0; i < points.length; i++) {
          add(block[i], sums, tile, points[i], start, depth);
        }
      }
      for (int i = 0; i < points.length; i++) {
        rows.accept(i, from, block[i], columns);
      }
    }
  }

  /** Dimensions beyond D are zero on both sides. They change no sum. */
  private static int padded(int dim) {
    return (dim + AT_ONCE - 1) / AT_ONCE * AT_ONCE;
  }

  private static void transpose(
      Vectors vectors, int from, int width, int start, float[][] tile, float[] column) {
    for (int j = 0; j < width; j++) {
      vectors.read(from + j, start, column);
      for (int d = 0; d < column.length; d++) {
        tile[d][j] = column[d];
      }
    }
  }

  private static void add(
      float[] row, float[] sums, float[][] tile, float[] point, int start, int depth) {
    Arrays.fill(sums, 0);
    for (int d = 0; d < depth; d += AT_ONCE) {
      addFour(sums, tile, d, point, start + d);
    }
    for (int j = 0; j < sums.length; j++) {
      row[j] += sums[j];
    }
  }

  private static void addFour(float[] sums, float[][] tile, int d, float[] point, int at) {
    float[] a = tile[d];
    float[] b = tile[d + 1];
    float[] c = tile[d + 2];
    float[] e = tile[d + 3];
    float pa = point[at];
    float pb = point[at + 1];
    float pc = point[at + 2];
    float pe = point[at + 3];
    for (int j = 0; j < sums.length; j++) {
      sums[j] = sums[j] + pa * a[j] + pb * b[j] + pc * c[j] + pe * e[j];
    }
  }
}
