package org.tokenquarry.tiles;

import java.util.List;
import java.util.function.Function;
import org.tokenquarry.anyres.Packing;
import org.tokenquarry.image.Pixels;
import org.tokenquarry.token.TokenGrid;
import org.tokenquarry.token.TokenMatrix;
import org.tokenquarry.token.VisualTokens;

/**
 * An image that was cut into views, which the tower has not seen yet. Immutable, may be shared by
 * threads.
 */
public final class TiledImage {

  private final List<Pixels> pixels;
  private final Packing packing;
  private final float[] newline;

  /**
   * Joins what was cut.
   *
   * @param newline behind each row of the stitched tiles; null where the model has none
   */
  TiledImage(List<Pixels> pixels, Packing packing, float[] newline) {
    this.pixels = List.copyOf(pixels);
    this.packing = packing;
    this.newline = newline;
  }

  /** Of one size, the base view first, then the tiles row by row. */
  public List<Pixels> pixels() {
    return pixels;
  }

  /**
   * The base view, and the tiles as one grid with the newline behind each row.
   *
   * @param views the tokens of each view, in the order of {@link #pixels}
   * @return the base view alone if the image is so thin that nothing of its tiles is left
   */
  public List<VisualTokens> parts(List<VisualTokens> views) {
    return hasTiles(packing)
        ? List.of(views.get(0), stitched(packing, views).withRowEnds(newline))
        : List.of(views.get(0));
  }

  static boolean hasTiles(Packing packing) {
    return packing.rows() > 0 && packing.cols() > 0;
  }

  /**
   * The tiles as one grid, without padding and newlines. What an interpolated token has is the same
   * weighted sum as its vector.
   */
  static VisualTokens stitched(Packing packing, List<VisualTokens> views) {
    return new VisualTokens(
        new TokenGrid(packing.rows(), packing.cols()),
        packing.stitched(views.stream().map(VisualTokens::projected).toList()),
        scalars(packing, views, VisualTokens::clsCosine));
  }

  /** The same weighted sums of a number that each token of each view has. */
  static <V> float[] scalars(Packing packing, List<V> views, Function<V, float[]> scalar) {
    return packing
        .stitched(views.stream().map(view -> new TokenMatrix(scalar.apply(view), 1)).toList())
        .values();
  }
}
