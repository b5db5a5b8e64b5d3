package org.tokenquarry.anyres;

import java.util.Arrays;

/**
 * Bilinear resampling between the centres of cells, like torch with {@code align_corners=False}.
 */
final class BilinearShrink {

  private BilinearShrink() {}

  /**
   * The token of one cell of the shrunk grid.
   *
   * @param height rows of the shrunk grid
   * @param width columns of the shrunk grid
   */
  static PackedToken at(StitchedGrid grid, int row, int height, int col, int width) {
    Neighbours rows = Neighbours.of(row, height, grid.height());
    Neighbours cols = Neighbours.of(col, width, grid.width());
    int[] sources = new int[4];
    float[] weights = new float[4];
    int count = 0;
    for (int down = 0; down < 2; down++) {
      for (int right = 0; right < 2; right++) {
        float weight = rows.weight(down) * cols.weight(right);
        if (weight > 0) {
          sources[count] = grid.source(rows.first + down, cols.first + right);
          weights[count++] = weight;
        }
      }
    }
    return new PackedToken(Arrays.copyOf(sources, count), Arrays.copyOf(weights, count));
  }

  /**
   * The two neighbouring cells that a resampled cell is mixed from.
   *
   * @param share weight of the second; 0 if there is none
   */
  private record Neighbours(int first, float share) {

    /** In float32, as torch computes it. */
    static Neighbours of(int index, int outputs, int inputs) {
      float scale = (float) inputs / outputs;
      float place = Math.max(0, scale * (index + 0.5f) - 0.5f);
      int first = Math.min((int) place, inputs - 1);
      return new Neighbours(first, first < inputs - 1 ? place - first : 0);
    }

    float weight(int which) {
      return which == 0 ? 1 - share : share;
    }
  }
}
