package org.tokenquarry.prune;

import java.util.List;
import org.tokenquarry.token.ImageFeatures;
import org.tokenquarry.token.TokenGrid;
import org.tokenquarry.token.TokenMatrix;

/**
 * Averages neighbouring tokens after the projector, like M3 (Cai et al., ICLR 2025, arXiv
 * 2405.17430), but on a model that was not fine-tuned for it.
 *
 * <p>The H x W grid becomes a grid of r rows and {@code round(r W / H)} columns. r is chosen so
 * that the new size m is nearest to the budget; of two that are equally near the smaller. So m may
 * differ from the budget, and reports state the saved computation for m. Cell i covers rows {@code
 * floor(i H / r)} to {@code ceil((i + 1) H / r)}, and columns likewise. If r divides H, this is
 * M3's pooling.
 */
public final class AveragePooling implements Pruner {

  @Override
  public String name() {
    return "average-pooling";
  }

  @Override
  public boolean needsGrid() {
    return true;
  }

  @Override
  public List<Pruned> prune(ImageFeatures image, List<Integer> budgets) {
    budgets.forEach(budget -> PrunerChecks.requireBudget(budget, image.tokens().grid().size()));
    return budgets.stream().<Pruned>map(budget -> pooled(image, budget)).toList();
  }

  private static Pruned.Merged pooled(ImageFeatures image, int budget) {
    TokenGrid from = image.tokens().grid();
    TokenGrid to = nearest(from, budget);
    TokenMatrix tokens = image.tokens().projected();
    int dim = tokens.dim();
    float[] means = new float[to.size() * dim];
    int[] positions = new int[to.size()];
    for (int cell = 0; cell < to.size(); cell++) {
      Span rows = Span.of(to.row(cell), to.rows(), from.rows());
      Span cols = Span.of(to.col(cell), to.cols(), from.cols());
      positions[cell] = rows.middle() * from.cols() + cols.middle();
      for (int d = 0; d < dim; d++) {
        means[cell * dim + d] = mean(tokens, from, rows, cols, d);
      }
    }
    return new Pruned.Merged(new TokenMatrix(means, dim), positions);
  }

  /** The grid of about the same shape whose size is nearest to the budget. */
  private static TokenGrid nearest(TokenGrid grid, int budget) {
    TokenGrid best = new TokenGrid(1, columns(grid, 1));
    for (int rows = 2; rows <= grid.rows(); rows++) {
      TokenGrid next = new TokenGrid(rows, columns(grid, rows));
      if (Math.abs(next.size() - budget) < Math.abs(best.size() - budget)) {
        best = next;
      }
    }
    return best;
  }

  private static int columns(TokenGrid grid, int rows) {
    return (int) Math.max(1, Math.rint((double) rows * grid.cols() / grid.rows()));
  }

  private static float mean(TokenMatrix tokens, TokenGrid grid, Span rows, Span cols, int d) {
    double sum = 0;
    for (int row = rows.from(); row < rows.to(); row++) {
      for (int col = cols.from(); col < cols.to(); col++) {
        sum += tokens.at(row * grid.cols() + col, d);
      }
    }
    return (float) (sum / (rows.length() * cols.length()));
  }

  /** The rows or columns that one of n cells covers. */
  private record Span(int from, int to) {

    static Span of(int i, int n, int extent) {
      return new Span(i * extent / n, ((i + 1) * extent + n - 1) / n);
    }

    int length() {
      return to - from;
    }

    int middle() {
      return (from + to - 1) / 2;
    }
  }
}
