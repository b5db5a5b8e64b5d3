package org.tokenquarry.layerprune;

/** How much the text looks at the image: what the paper's figure 4 sets scores against. */
public final class TextAttention {

  private TextAttention() {}

  /**
   * Runs a prompt through the decoder with nothing dropped.
   *
   * @param pass one that has run no layer yet
   * @return {@code [N]}: attention of the last position, where the answer begins, to each visual
   *     token, the mean over heads and layers, in [0, 1]
   */
  public static double[] of(LayerPass pass) {
    double[] mean = new double[pass.visual().length];
    for (int layer = 0; layer < pass.layers(); layer++) {
      pass.runTo(layer + 1);
      float[] row = pass.meanAttention()[pass.last()];
      for (int i = 0; i < mean.length; i++) {
        mean[i] += row[pass.firstVisual() + i] / (double) pass.layers();
      }
    }
    return mean;
  }
}
