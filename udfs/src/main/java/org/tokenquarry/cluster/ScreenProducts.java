package org.tokenquarry.cluster;

/**
 * Products of all pairs of screened points in float32: what a matrix library is good at. The sums
 * over a slice of dimensions may be taken in any order; the sums of slices are added.
 */
public interface ScreenProducts {

  /** Receives a part of the products. */
  @FunctionalInterface
  interface Tile {

    /**
     * Takes products of some points on the left with some on the right.
     *
     * @param firstRow the first point on the left
     * @param rows how many
     * @param firstColumn the first point on the right
     * @param columns how many
     * @param products {@code [rows, columns]} row by row; valid during the call
     */
    void accept(int firstRow, int rows, int firstColumn, int columns, float[] products);
  }

  /**
   * Computes products and hands them over tile by tile, each pair once.
   *
   * @param left at least one point
   * @param right of the same width; the same object as {@code left} for the pairs among these, of
   *     which tiles wholly below the diagonal may be left out
   * @param tiles is called in the calling thread
   */
  void of(ScreenedPoints left, ScreenedPoints right, Tile tiles);
}
