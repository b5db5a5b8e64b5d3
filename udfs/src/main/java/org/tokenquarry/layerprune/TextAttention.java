package org.tokenquarry.layerprune;

/** How much the text attends to the image; the paper's figure 4 compares scores with this. */
public final class TextAttention {

  private TextAttention() {}

  /**
   * Runs a prompt through the decoder without dropping tokens.
   *
   * @param pass that has run no layer yet
   * @return {@code [N]}: attention from the last position, where the answer begins, to each visual
   *     token, as the mean over heads and layers, in [0, 1]
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
