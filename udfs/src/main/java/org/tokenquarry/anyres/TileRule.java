package org.tokenquarry.anyres;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.Serializable;
import java.util.List;

/**
 * How a model cuts images into tiles; the {@code anyres} object of {@code bundle.json}.
 *
 * @param kind the family of models that has this rule
 * @param pinpoints sizes {@code [height, width]} of canvases in px, in the order in which they are
 *     tried; at least one
 * @param tile height and width of a tile in px; divides every pinpoint
 * @param maxTiles {@code n} of {@code anyres_max_n}: a stitched grid with more tokens than this
 *     number of tiles has is shrunk; null if it never is
 * @param newline whether a learned vector follows each row of the stitched grid
 */
public record TileRule(
    Kind kind, List<List<Integer>> pinpoints, int tile, Integer maxTiles, boolean newline)
    implements Serializable {

  /** Families of models that cut images. */
  public enum Kind {
    /** LLaVA-NeXT (LLaVA 1.6): the stitched grid is never shrunk. */
    @JsonProperty("next")
    NEXT,
    /** LLaVA-OneVision: a large grid is shrunk bilinearly. */
    @JsonProperty("onevision")
    ONEVISION
  }

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if a part is missing or out of range
   */
  public TileRule {
    require(kind != null, "a kind");
    require(tile >= 1, "a tile of at least one pixel");
    require(maxTiles == null || maxTiles >= 1, "maxTiles of at least 1, or null");
    require(pinpoints != null && !pinpoints.isEmpty(), "pinpoints");
    pinpoints = pinpoints.stream().map(List::copyOf).toList();
    for (List<Integer> pinpoint : pinpoints) {
      require(pinpoint.size() == 2, "pinpoints of height and width");
      for (int side : pinpoint) {
        require(side >= tile && side % tile == 0, "pinpoints that are multiples of the tile");
      }
    }
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalArgumentException("anyres needs " + what);
    }
  }

  /**
   * The canvas of an image: the pinpoint that keeps most of its pixels. Of equals the one that
   * wastes the smallest area, then the first.
   */
  public PixelSize canvas(PixelSize image) {
    PixelSize best = null;
    long mostKept = -1;
    long leastWasted = 0;
    for (List<Integer> pinpoint : pinpoints) {
      PixelSize size = new PixelSize(pinpoint.get(0), pinpoint.get(1));
      double scale =
          Math.min((double) size.width() / image.width(), (double) size.height() / image.height());
      long scaledWidth = (long) (image.width() * scale);
      long scaledHeight = (long) (image.height() * scale);
      long kept = Math.min(scaledWidth * scaledHeight, image.area());
      long wasted = size.area() - kept;
      if (kept > mostKept || (kept == mostKept && wasted < leastWasted)) {
        best = size;
        mostKept = kept;
        leastWasted = wasted;
      }
    }
    return best;
  }

  /** The most tiles that an image is cut into. */
  public int largestCanvas() {
    return pinpoints.stream()
        .mapToInt(sides -> Math.multiplyExact(sides.get(0) / tile, sides.get(1) / tile))
        .max()
        .orElseThrow();
  }

  /** The most tiles that an image has tokens of. */
  public int mostTiles() {
    int largest = largestCanvas();
    return maxTiles == null ? largest : Math.min(largest, maxTiles);
  }
}
