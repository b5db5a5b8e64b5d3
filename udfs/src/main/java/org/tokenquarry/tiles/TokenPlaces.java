package org.tokenquarry.tiles;

import org.tokenquarry.anyres.Packing;
import org.tokenquarry.anyres.PixelSize;
import org.tokenquarry.anyres.TileLayout;
import org.tokenquarry.image.Preprocessor;
import org.tokenquarry.model.BundleManifest;
import org.tokenquarry.token.TokenGrid;

/**
 * Where a token with a given index is in its image. Indices count the base view first, and go on
 * with the grid of the stitched tiles.
 *
 * @param grid of the token's part of the image, which both show whole
 * @param token index in this grid, row-major from 0
 */
public record TokenPlaces(TokenGrid grid, int token) {

  /**
   * The place of a token.
   *
   * @param index among the tokens of base view and tiles, from 0
   * @param width of the image in px, after the orientation was applied
   * @param height likewise
   */
  public static TokenPlaces of(BundleManifest model, int index, int width, int height) {
    int[] size = new Preprocessor(model.preprocessing()).size(height, width);
    TokenGrid base = model.grid(size[0], size[1]);
    if (index < base.size() || model.anyres() == null) {
      return new TokenPlaces(base, index);
    }
    Packing packing =
        Packing.of(
            model.anyres(), TileLayout.of(model.anyres(), new PixelSize(height, width)), base);
    return new TokenPlaces(new TokenGrid(packing.rows(), packing.cols()), index - base.size());
  }
}
