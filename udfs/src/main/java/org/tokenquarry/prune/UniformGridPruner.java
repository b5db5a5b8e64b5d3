package org.tokenquarry.prune;

import org.tokenquarry.token.ImageFeatures;
import org.tokenquarry.token.TokenGrid;

/**
 * Keeps tokens spread evenly over the grid, whatever the image shows.
 *
 * <p>About {@code sqrt(budget * H / W)} evenly spaced rows share the budget, and each spaces its
 * share evenly over its columns, so that the lattice is about as fine across as down.
 */
public final class UniformGridPruner implements SelectingPruner {

  @Override
  public String name() {
    return "uniform-grid";
  }

  @Override
  public int[] keep(ImageFeatures image, int budget) {
    TokenGrid grid = image.tokens().grid();
    Selection.requireBudget(budget, grid.size());
    int rows = rows(grid, budget);
    int[] kept = new int[budget];
    int place = 0;
    for (int i = 0; i < rows; i++) {
      int share = middle(i + 1, rows, budget) - middle(i, rows, budget);
      int row = centre(i, rows, grid.rows());
      for (int j = 0; j < share; j++) {
        kept[place++] = row * grid.cols() + centre(j, share, grid.cols());
      }
    }
    return kept;
  }

  // At least so many that no row's share exceeds its columns; at most one token a row.
  private static int rows(TokenGrid grid, int budget) {
    double even = Math.sqrt((double) budget * grid.rows() / grid.cols());
    int fewest = (budget + grid.cols() - 1) / grid.cols();
    int most = Math.min(grid.rows(), budget);
    return Math.max(fewest, Math.min(most, (int) Math.rint(even)));
  }

  // Rounds i * budget / rows to the nearest, so that larger shares are not all at the bottom.
  private static int middle(int i, int rows, int budget) {
    return (int) ((2L * i * budget + rows) / (2L * rows));
  }

  // The cell that holds the middle of the i-th of n equal parts.
  private static int centre(int i, int n, int extent) {
    return (int) ((2L * i + 1) * extent / (2L * n));
  }
}
