package org.tokenquarry.prune;

import java.util.List;
import org.tokenquarry.token.ImageFeatures;
import org.tokenquarry.token.TokenGrid;
import org.tokenquarry.token.TokenMatrix;

/**
 * Resizes the grid of projected tokens, as the picture would be resized for a tower of any size.
 * The baseline that VTC-Bench (arXiv 2510.07143) asks for, in the form for towers whose input has a
 * fixed size.
 *
 * <p>Bilinear with half-pixel centres and no antialiasing: row i of h lies at {@code (i + 0.5) H /
 * h - 0.5}, at least 0, between the rows beside it; columns likewise. h is {@code sqrt(m H / W)}
 * and w {@code sqrt(m W / H)}, each rounded down or up, so that {@code h w} is nearest to the
 * budget m; of equally near ones the first with h, then w, rounded down. So the number of new
 * tokens may differ from the budget, and reports state the saved computation for that number.
 */
public final class GridDownsampling implements Pruner {

  private static final double HALF = 0.5;

  @Override
  public String name() {
    return "grid-downsampling";
  }

  @Override
  public boolean needsGrid() {
    return true;
  }

  @Override
  public List<Pruned> prune(ImageFeatures image, List<Integer> budgets) {
    TokenGrid grid = image.tokens().grid();
    budgets.forEach(budget -> PrunerChecks.requireBudget(budget, grid.size()));
    return budgets.stream()
        .<Pruned>map(budget -> resized(image.tokens().projected(), grid, nearest(grid, budget)))
        .toList();
  }

  /** The grid of about the same shape whose size is nearest to the budget. */
  static TokenGrid nearest(TokenGrid grid, int budget) {
    double rows = Math.sqrt((double) budget * grid.rows() / grid.cols());
    double cols = Math.sqrt((double) budget * grid.cols() / grid.rows());
    TokenGrid best = rounded(Math.floor(rows), Math.floor(cols));
    for (TokenGrid next :
        List.of(
            rounded(Math.floor(rows), Math.ceil(cols)),
            rounded(Math.ceil(rows), Math.floor(cols)),
            rounded(Math.ceil(rows), Math.ceil(cols)))) {
      if (Math.abs(next.size() - budget) < Math.abs(best.size() - budget)) {
        best = next;
      }
    }
    return best;
  }

  private static TokenGrid rounded(double rows, double cols) {
    return new TokenGrid((int) Math.max(1, rows), (int) Math.max(1, cols));
  }

  /** The tokens of a grid {@code from}, {@code [H * W, D]}, on a grid {@code to}. */
  static Pruned.Merged resized(TokenMatrix tokens, TokenGrid from, TokenGrid to) {
    int dim = tokens.dim();
    float[] values = new float[to.size() * dim];
    int[] positions = new int[to.size()];
    for (int cell = 0; cell < to.size(); cell++) {
      Place row = Place.of(to.row(cell), to.rows(), from.rows());
      Place col = Place.of(to.col(cell), to.cols(), from.cols());
      positions[cell] = row.nearest() * from.cols() + col.nearest();
      int above = row.before() * from.cols();
      int below = row.after() * from.cols();
      for (int d = 0; d < dim; d++) {
        double top =
            col.between(tokens.at(above + col.before(), d), tokens.at(above + col.after(), d));
        double bottom =
            col.between(tokens.at(below + col.before(), d), tokens.at(below + col.after(), d));
        values[cell * dim + d] = (float) row.between(top, bottom);
      }
    }
    return new Pruned.Merged(new TokenMatrix(values, dim), positions);
  }

  /**
   * Where a new row or column lies among the old ones.
   *
   * @param share of the one after it, in [0, 1)
   */
  private record Place(int before, int after, double share) {

    static Place of(int i, int n, int extent) {
      double at = Math.max(0, (i + HALF) * extent / n - HALF);
      int before = (int) at;
      return new Place(before, Math.min(before + 1, extent - 1), at - before);
    }

    int nearest() {
      return share < HALF ? before : after;
    }

    double between(double first, double second) {
      return (1 - share) * first + share * second;
    }
  }
}
