package org.tokenquarry.prune;

import org.tokenquarry.token.ImageFeatures;
import org.tokenquarry.token.TokenGrid;

/**
 * Keeps tokens spread evenly over the grid, whatever the image shows.
 *
 * <p>The budget is divided among about {@code sqrt(budget * H / W)} evenly spaced rows. The tokens
 * of a row are evenly spaced over its columns. So the distances across and down are about equal.
 */
public final class UniformGridPruner implements SelectingPruner {

  @Override
  public String name() {
    return "uniform-grid";
  }

  @Override
  public boolean needsGrid() {
    return true;
  }

  @Override
  public int[] keep(ImageFeatures image, int budget) {
    TokenGrid grid = image.tokens().grid();
    PrunerChecks.requireBudget(budget, grid.size());
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

  // Enough rows that no row gets more tokens than it has; no more rows than tokens.
  private static int rows(TokenGrid grid, int budget) {
    double even = Math.sqrt((double) budget * grid.rows() / grid.cols());
    int fewest = (budget + grid.cols() - 1) / grid.cols();
    int most = Math.min(grid.rows(), budget);
    return Math.max(fewest, Math.min(most, (int) Math.rint(even)));
  }

  // i * budget / rows, rounded to the nearest, so that rows with one token more are spread.
  private static int middle(int i, int rows, int budget) {
    return (int) ((2L * i * budget + rows) / (2L * rows));
  }

  // The cell at the middle of the i-th of n equal parts.
  private static int centre(int i, int n, int extent) {
    return (int) ((2L * i + 1) * extent / (2L * n));
  }
}
