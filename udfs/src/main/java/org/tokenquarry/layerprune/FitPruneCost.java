package org.tokenquarry.layerprune;

import org.tokenquarry.model.DecoderShape;

/**
 * What FitPrune counts: multiply-adds of visual tokens. In a layer that n of them enter and {@code
 * n'} leave, projections to queries, keys and values and the attention run on n. Dropped tokens are
 * gone before the output projection and the MLP, which run on {@code n'}. With as many key heads as
 * query heads this is {@code 3 n D^2 + 2 n^2 D + n' D^2 + 3 n' D F}. Text does not count.
 *
 * @param entering multiply-adds of a token before the drop, without attention
 * @param pair multiply-adds of attention for each pair of tokens
 * @param leaving multiply-adds of a token after the drop
 */
public record FitPruneCost(double entering, double pair, double leaving) {

  /** Where the sizes of a decoder are not known: each half of a layer costs 1 for each token. */
  public static final FitPruneCost TOKENS = new FitPruneCost(1, 0, 1);

  /** Of a decoder with these sizes. */
  public static FitPruneCost of(DecoderShape shape) {
    double hidden = shape.hidden();
    double queries = (double) shape.heads() * shape.headDim();
    double keys = (double) shape.kvHeads() * shape.headDim();
    return new FitPruneCost(
        hidden * (queries + 2 * keys), 2 * queries, hidden * (queries + 3.0 * shape.mlp()));
  }

  /** Of a layer that {@code before} tokens enter and {@code after} leave. */
  public double layer(double before, double after) {
    return beforeDrop(before) + after * leaving;
  }

  /** The part of a layer before its drop. */
  public double beforeDrop(double tokens) {
    return tokens * entering + tokens * tokens * pair;
  }

  /**
   * All that would follow a layer's attention if no more tokens were dropped.
   *
   * @param tokens how many are left
   * @param layers how many layers come after this one
   */
  public double rest(double tokens, int layers) {
    return tokens * leaving + layers * layer(tokens, tokens);
  }
}
