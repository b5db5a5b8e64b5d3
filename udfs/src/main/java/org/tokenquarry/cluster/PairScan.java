package org.tokenquarry.cluster;

import java.util.Arrays;

/**
 * Looks at the products of two blocks of points, and offers each pair that may matter to those who
 * look for near points. One comparison in float a pair and direction; the bound is the proven one
 * of {@link Screen}, rounded outwards.
 */
final class PairScan implements ScreenProducts.Tile {

  /** Whether a column may be a neighbour of a row. */
  @FunctionalInterface
  interface Filter {

    /** Everybody may. */
    Filter ALL = (row, column) -> true;

    boolean allows(int row, int column);
  }

  private final ScreenedPoints left;
  private final ScreenedPoints right;
  private final Nearest ofRows;
  private final Nearest ofColumns;
  private final Filter filter;
  private final Farthest farthest;
  private final float[] columnLow;
  private final float[] columnHigh;

  /** A column is interested in a row if {@code low_i - 2 p} is not larger. */
  private final float[] columnLimit;

  /**
   * Prepares to look at pairs.
   *
   * @param ofRows the neighbours of points on the left
   * @param ofColumns those of points on the right, within one block the same object; null where
   *     nobody asks
   * @param filter which pairs {@code ofRows} takes
   * @param farthest looks for the largest distance; null where nobody asks
   */
  PairScan(
      ScreenedPoints left,
      ScreenedPoints right,
      Nearest ofRows,
      Nearest ofColumns,
      Filter filter,
      Farthest farthest) {
    this.left = left;
    this.right = right;
    this.ofRows = ofRows;
    this.ofColumns = ofColumns;
    this.filter = filter;
    this.farthest = farthest;
    this.columnLow = new float[right.count()];
    this.columnHigh = new float[right.count()];
    this.columnLimit = new float[right.count()];
    for (int j = 0; j < columnLow.length; j++) {
      columnLow[j] = Math.nextDown((float) right.low(j));
      columnHigh[j] = Math.nextUp((float) right.high(j));
    }
    Arrays.fill(columnLimit, Float.NEGATIVE_INFINITY);
    for (int j = 0; ofColumns != null && j < columnLow.length; j++) {
      setColumnLimit(j);
    }
  }

  private void setColumnLimit(int j) {
    columnLimit[j] = Math.nextUp((float) (ofColumns.limit(j) - right.low(j)));
  }

  @Override
  public void accept(int firstRow, int rows, int firstColumn, int columns, float[] products) {
    for (int r = 0; r < rows; r++) {
      row(firstRow + r, firstColumn, columns, products, r * columns);
    }
  }

  private void row(int i, int firstColumn, int columns, float[] products, int offset) {
    float rowLow = Math.nextDown((float) left.low(i));
    float rowLimit = rowLimit(i);
    float rowFar = rowFar(i);
    int first = 0;
    if (left == right) {
      // Each pair of one block once, for its row and for its column; a point with itself for its
      // row.
      int self = i - firstColumn;
      if (self >= 0 && self < columns) {
        ofRows.offer(
            i,
            i,
            low(i, i, minusTwice(products, offset + self)),
            high(i, i, minusTwice(products, offset + self)),
            right);
        rowLimit = rowLimit(i);
      }
      first = Math.max(0, self + 1);
    }
    for (int c = first; c < columns; c++) {
      float minusTwice = minusTwice(products, offset + c);
      int j = firstColumn + c;
      if (minusTwice + columnLow[j] <= rowLimit && filter.allows(i, j)) {
        ofRows.offer(i, j, low(i, j, minusTwice), high(i, j, minusTwice), right);
        rowLimit = rowLimit(i);
      }
      if (minusTwice + rowLow <= columnLimit[j]) {
        ofColumns.offer(j, i, low(i, j, minusTwice), high(i, j, minusTwice), left);
        setColumnLimit(j);
      }
      if (minusTwice + columnHigh[j] >= rowFar) {
        farthest.offer(i, j, high(i, j, minusTwice));
        rowFar = rowFar(i);
      }
    }
  }

  private double low(int i, int j, float minusTwice) {
    return left.low(i) + right.low(j) + minusTwice;
  }

  private double high(int i, int j, float minusTwice) {
    return left.high(i) + right.high(j) + minusTwice;
  }

  private static float minusTwice(float[] products, int place) {
    return -2 * products[place];
  }

  /** A row is interested in a column if {@code low_j - 2 p} is not larger. */
  private float rowLimit(int i) {
    return Math.nextUp((float) (ofRows.limit(i) - left.low(i)));
  }

  private float rowFar(int i) {
    return farthest == null
        ? Float.POSITIVE_INFINITY
        : Math.nextDown((float) (farthest.limit() - left.high(i)));
  }
}
