package org.tokenquarry.anyres;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.tokenquarry.token.TokenGrid;
import org.tokenquarry.token.TokenMatrix;

/**
 * The order in which the language model receives the tokens of an image: the base view, then the
 * stitched tiles row by row, each row followed by the newline.
 *
 * @param views how many views there are, the base view included
 * @param rows of the stitched tiles; 0 if the image is so thin that nothing of them is left
 * @param cols of the stitched tiles; 0 likewise
 * @param tokens what is at each place
 */
public record Packing(int views, int rows, int cols, List<PackedToken> tokens) {

  /** A grid is shrunk only if it is larger than allowed by this factor (LLaVA-OneVision). */
  private static final double SLACK = 1.1;

  /** Copies the list. */
  public Packing {
    tokens = List.copyOf(tokens);
  }

  /**
   * Packs an image.
   *
   * @param tile the grid of one view's tokens
   */
  public static Packing of(TileRule rule, TileLayout layout, TokenGrid tile) {
    List<PackedToken> tokens = new ArrayList<>();
    IntStream.range(0, tile.size()).mapToObj(PackedToken::of).forEach(tokens::add);
    StitchedGrid grid = StitchedGrid.of(layout, tile);
    double ratio = rule.maxTiles() == null ? 1 : ratio(grid, rule.maxTiles());
    int height = ratio > SLACK ? (int) (grid.height() / ratio) : grid.height();
    int width = ratio > SLACK ? (int) (grid.width() / ratio) : grid.width();
    for (int row = 0; row < height; row++) {
      for (int col = 0; col < width; col++) {
        tokens.add(
            ratio > SLACK
                ? BilinearShrink.at(grid, row, height, col, width)
                : PackedToken.of(grid.source(row, col)));
      }
      if (rule.newline()) {
        tokens.add(PackedToken.NEWLINE);
      }
    }
    return new Packing(1 + layout.tiles(), height, width, tokens);
  }

  private static double ratio(StitchedGrid grid, int maxTiles) {
    double allowed = (double) maxTiles * grid.tile().rows() * grid.tile().rows();
    return Math.sqrt((double) grid.height() * grid.width() / allowed);
  }

  /**
   * Packs the tokens of all views.
   *
   * @param embedded the views' tokens, {@code [N, D]} each, the base view first
   * @param newline {@code [D]}; not read if the packing has no newline
   * @return {@code [number of places, D]}
   * @throws IllegalArgumentException if there are more or fewer views
   */
  public TokenMatrix apply(List<TokenMatrix> embedded, float[] newline) {
    requireAll(embedded);
    List<float[]> packed = new ArrayList<>();
    for (PackedToken token : tokens) {
      packed.add(token.isNewline() ? newline : sum(token, embedded));
    }
    return TokenMatrix.of(packed, embedded.get(0).dim());
  }

  /**
   * The stitched tiles alone, without newlines.
   *
   * @param values of the tokens of all views, {@code [N, D]} each, the base view first
   * @return {@code [rows * cols, D]}, row by row
   * @throws IllegalArgumentException if there are more or fewer views
   */
  public TokenMatrix stitched(List<TokenMatrix> values) {
    requireAll(values);
    TokenMatrix base = values.get(0);
    return TokenMatrix.of(
        tokens.stream()
            .skip(base.count())
            .filter(token -> !token.isNewline())
            .map(token -> sum(token, values))
            .toList(),
        base.dim());
  }

  private void requireAll(List<TokenMatrix> given) {
    if (given.size() != views) {
      throw new IllegalArgumentException(given.size() + " views where the packing has " + views);
    }
  }

  private static float[] sum(PackedToken token, List<TokenMatrix> views) {
    int perView = views.get(0).count();
    float[] sum = new float[views.get(0).dim()];
    for (int i = 0; i < token.sources().length; i++) {
      TokenMatrix view = views.get(token.sources()[i] / perView);
      int row = token.sources()[i] % perView;
      for (int d = 0; d < sum.length; d++) {
        sum[d] += token.weights()[i] * view.at(row, d);
      }
    }
    return sum;
  }
}
