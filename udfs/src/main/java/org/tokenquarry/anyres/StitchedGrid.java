package org.tokenquarry.anyres;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.tokenquarry.token.TokenGrid;

/**
 * The tokens of all tiles as one grid, without those that show only padding.
 *
 * @param tile the grid of one tile
 * @param cols how many columns of tiles there are
 * @param firstRow first row of the stitched grid that is kept
 * @param firstCol first column that is kept
 * @param height how many rows are kept; may be 0 if the image is one pixel high
 * @param width how many columns are kept; may be 0
 */
record StitchedGrid(TokenGrid tile, int cols, int firstRow, int firstCol, int height, int width) {

  /** Decimals to which a length is rounded before its fraction is cut, as in the reference code. */
  private static final int DECIMALS = 7;

  static StitchedGrid of(TileLayout layout, TokenGrid tile) {
    int height = layout.rows() * tile.rows();
    int width = layout.cols() * tile.cols();
    double imageAspect = (double) layout.image().width() / layout.image().height();
    if (imageAspect > (double) width / height) {
      int kept = cut(layout.image().height() * ((double) width / layout.image().width()));
      int padding = (height - kept) / 2;
      return new StitchedGrid(tile, layout.cols(), padding, 0, height - 2 * padding, width);
    }
    int kept = cut(layout.image().width() * ((double) height / layout.image().height()));
    int padding = (width - kept) / 2;
    return new StitchedGrid(tile, layout.cols(), 0, padding, height, width - 2 * padding);
  }

  private static int cut(double length) {
    return new BigDecimal(length).setScale(DECIMALS, RoundingMode.HALF_EVEN).intValue();
  }

  /** The index of the token of a kept row and column among the tokens of all views. */
  int source(int row, int col) {
    int down = firstRow + row;
    int right = firstCol + col;
    int view = 1 + down / tile.rows() * cols + right / tile.cols();
    return view * tile.size() + down % tile.rows() * tile.cols() + right % tile.cols();
  }
}
