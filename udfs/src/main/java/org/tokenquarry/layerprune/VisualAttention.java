package org.tokenquarry.layerprune;

import java.io.Serializable;

/**
 * The attention in one layer that FitPrune chooses by.
 *
 * @param cross {@code [n]}: attention to each visual token, as the maximum over heads and the mean
 *     over the rows after the image; do not modify
 * @param self {@code [n]}: the same over the rows of the visual tokens; do not modify
 */
public record VisualAttention(double[] cross, double[] self) implements Serializable {

  /** The attention in the last layer that the pass has run. */
  public static VisualAttention of(LayerPass pass) {
    float[][] attention = pass.largestAttention();
    int first = pass.firstVisual();
    int count = pass.visual().length;
    return new VisualAttention(
        mean(attention, pass.firstText(), attention.length, first, count),
        mean(attention, first, pass.firstText(), first, count));
  }

  private static double[] mean(float[][] attention, int from, int to, int first, int count) {
    double[] means = new double[count];
    for (int row = from; row < to; row++) {
      for (int i = 0; i < count; i++) {
        means[i] += attention[row][first + i];
      }
    }
    for (int i = 0; i < count; i++) {
      means[i] /= Math.max(1, to - from);
    }
    return means;
  }
}
