package org.tokenquarry.anyres;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.tokenquarry.token.TokenGrid;

/**
 * The tokens of all tiles as one grid, without those that saw padding only.
 *
 * @param tile the grid of one tile
 * @param cols of tiles
 * @param firstRow of the stitched grid that is kept
 * @param firstCol that is kept
 * @param height rows that are kept, possibly none of an image that is a line
 * @param width columns that are kept, possibly none
 */
record StitchedGrid(TokenGrid tile, int cols, int firstRow, int firstCol, int height, int width) {

  /** Decimals to which lengths are rounded before they are cut, as the reference does. */
  private static final int DECIMALS = 7;

  static StitchedGrid of(TilePlan plan, TokenGrid tile) {
    int height = plan.rows() * tile.rows();
    int width = plan.cols() * tile.cols();
    double imageAspect = (double) plan.image().width() / plan.image().height();
    if (imageAspect > (double) width / height) {
      int kept = cut(plan.image().height() * ((double) width / plan.image().width()));
      int padding = (height - kept) / 2;
      return new StitchedGrid(tile, plan.cols(), padding, 0, height - 2 * padding, width);
    }
    int kept = cut(plan.image().width() * ((double) height / plan.image().height()));
    int padding = (width - kept) / 2;
    return new StitchedGrid(tile, plan.cols(), 0, padding, height, width - 2 * padding);
  }

  private static int cut(double length) {
    return new BigDecimal(length).setScale(DECIMALS, RoundingMode.HALF_EVEN).intValue();
  }

  /** Where the token of a kept row and column is found among the views' tokens. */
  int source(int row, int col) {
    int down = firstRow + row;
    int right = firstCol + col;
    int view = 1 + down / tile.rows() * cols + right / tile.cols();
    return view * tile.size() + down % tile.rows() * tile.cols() + right % tile.cols();
  }
}
