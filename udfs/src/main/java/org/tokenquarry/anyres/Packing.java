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
 * @param tokens what is at each place
 */
public record Packing(int views, List<PackedToken> tokens) {

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
    return new Packing(1 + layout.tiles(), tokens);
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
    if (embedded.size() != views) {
      throw new IllegalArgumentException(embedded.size() + " views where the packing has " + views);
    }
    int dim = embedded.get(0).dim();
    int perView = embedded.get(0).count();
    float[] packed = new float[Math.multiplyExact(tokens.size(), dim)];
    for (int place = 0; place < tokens.size(); place++) {
      PackedToken token = tokens.get(place);
      if (token.isNewline()) {
        System.arraycopy(newline, 0, packed, place * dim, dim);
        continue;
      }
      for (int i = 0; i < token.sources().length; i++) {
        TokenMatrix view = embedded.get(token.sources()[i] / perView);
        int row = token.sources()[i] % perView;
        for (int d = 0; d < dim; d++) {
          packed[place * dim + d] += token.weights()[i] * view.at(row, d);
        }
      }
    }
    return new TokenMatrix(packed, dim);
  }
}
