package org.tokenquarry.token;

/**
 * The visual tokens of one image.
 *
 * @param grid the grid of the N tokens
 * @param projected {@code [N, D]}: the tokens as the language model receives them, after the
 *     projector
 * @param clsCosine {@code [N]}: cosine of each patch feature to [CLS] before the projector, in [-1,
 *     1]; to the mean patch if the tower has no [CLS]; do not modify
 */
public record VisualTokens(TokenGrid grid, TokenMatrix projected, float[] clsCosine) {

  /**
   * Checks that all parts have the same number of tokens.
   *
   * @throws IllegalArgumentException if they do not
   */
  public VisualTokens {
    if (projected.count() != grid.size() || clsCosine.length != grid.size()) {
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
