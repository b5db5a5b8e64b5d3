package org.tokenquarry.token;

/**
 * The visual tokens of one image.
 *
 * @param grid the grid of the N tokens
 * @param projected {@code [N, D]}: the tokens' vectors, as they enter the language model's first
 *     layer, after the projector
 * @param rows {@code [N, R]}: what the decoder takes of each token. The first D of a row are its
 *     vector; behind them a model may have planes, each of D, that enter deeper layers (deepstack
 *     of Qwen3-VL). Tokens are compared by their vectors alone
 * @param clsCosine {@code [N]}: cosine of each patch feature to [CLS] before the projector, in [-1,
 *     1]; to the mean patch if the tower has no [CLS]; do not modify
 * @param rowEnd {@code [R]}: what the decoder takes behind each row of the grid, as behind those of
 *     stitched tiles; null where there is nothing; do not modify
 */
public record VisualTokens(
    TokenGrid grid, TokenMatrix projected, TokenMatrix rows, float[] clsCosine, float[] rowEnd) {

  /** Tokens with nothing behind a row. */
  public VisualTokens(TokenGrid grid, TokenMatrix projected, TokenMatrix rows, float[] clsCosine) {
    this(grid, projected, rows, clsCosine, null);
  }

  /** Tokens that have nothing beside their vectors, either. */
  public VisualTokens(TokenGrid grid, TokenMatrix projected, float[] clsCosine) {
    this(grid, projected, projected, clsCosine);
  }

  /**
   * The same tokens.
   *
   * @param end what is behind each row; null for nothing
   */
  public VisualTokens withRowEnds(float[] end) {
    return new VisualTokens(grid, projected, rows, clsCosine, end);
  }

  /**
   * Checks that all parts have the same number of tokens.
   *
   * @throws IllegalArgumentException if they do not
   */
  public VisualTokens {
    if (projected.count() != grid.size()
        || rows.count() != grid.size()
        || clsCosine.length != grid.size()) {
      throw new IllegalArgumentException(
          "a grid of "
              + grid.size()
              + " tokens with "
              + projected.count()
              + " vectors and "
              + clsCosine.length
              + " cosines");
    }
  }
}
