package org.tokenquarry.experiment;

import org.tokenquarry.token.TokenGrid;

/**
 * The square region around a token. At a border it is shifted inwards, not cut. On a grid smaller
 * than the window it has all rows or columns of the grid.
 *
 * @param firstRow top row
 * @param firstCol left column
 * @param rows height
 * @param cols width
 */
public record Window(int firstRow, int firstCol, int rows, int cols) {

  /**
   * The window of a token: {@code r0 = clip(r - size / 2, 0, H - size)}, columns likewise.
   *
   * @param size height and width asked for, odd
   */
  public static Window around(TokenGrid grid, int token, int size) {
    int rows = Math.min(size, grid.rows());
    int cols = Math.min(size, grid.cols());
    int firstRow = clip(grid.row(token) - size / 2, grid.rows() - rows);
    int firstCol = clip(grid.col(token) - size / 2, grid.cols() - cols);
    return new Window(firstRow, firstCol, rows, cols);
  }

  /** The tokens of the window in row-major order. */
  public int[] tokens(TokenGrid grid) {
    int[] tokens = new int[rows * cols];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = (firstRow + i / cols) * grid.cols() + firstCol + i % cols;
    }
    return tokens;
  }

  private static int clip(int value, int highest) {
    return Math.max(0, Math.min(value, highest));
  }
}
