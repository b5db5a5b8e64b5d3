package org.tokenquarry.token;

import java.io.Serializable;

/**
 * The grid of an image's visual tokens. Tokens are numbered row by row from the top left.
 *
 * @param rows at least 1
 * @param cols at least 1
 */
public record TokenGrid(int rows, int cols) implements Serializable {

  /**
   * Checks both numbers.
   *
   * @throws IllegalArgumentException if one is below 1
   */
  public TokenGrid {
    if (rows < 1 || cols < 1) {
      throw new IllegalArgumentException("a grid needs rows and columns, not " + rows + "x" + cols);
    }
  }

  /** How many tokens there are. */
  public int size() {
    return rows * cols;
  }

  /** The row of a token, from 0 at the top. */
  public int row(int token) {
    return token / cols;
  }

  /** The column of a token, from 0 on the left. */
  public int col(int token) {
    return token % cols;
  }
}
