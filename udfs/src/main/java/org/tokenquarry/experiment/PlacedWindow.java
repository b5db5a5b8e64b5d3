package org.tokenquarry.experiment;

import org.tokenquarry.token.TokenGrid;

/**
 * A window of one image of a group.
 *
 * @param image its place in the group
 */
record PlacedWindow(int image, Window window) {

  /** The window around a token. */
  static PlacedWindow of(ImageState.Probe probe, TokenGrid grid, ExperimentSettings settings) {
    return new PlacedWindow(probe.place(), Window.around(grid, probe.token(), settings.window()));
  }

  /** The rows of its tokens. */
  int[] rows(EmbeddingTable table, TokenGrid grid) {
    return table.visual(image, window.tokens(grid));
  }
}
