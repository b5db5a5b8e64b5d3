package org.tokenquarry.layerprune;

import java.io.Serializable;
import java.util.stream.IntStream;

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
    return of(pass.largestAttention(), pass.firstVisual(), pass.visual().length);
  }

  /**
   * The attention in one layer.
   *
   * @param largest {@code [T][T]}: the maximum over heads
   * @param first row of the first visual token
   * @param count n, how many visual tokens there are; the rows behind them are text
   */
  static VisualAttention of(float[][] largest, int first, int count) {
    int text = first + count;
    return new VisualAttention(
        mean(largest, text, largest.length, first, count),
        mean(largest, first, text, first, count));
  }

  /** The product of both, {@code [n]}: tokens with the smallest leave first. */
  double[] products() {
    return IntStream.range(0, cross.length).mapToDouble(i -> cross[i] * self[i]).toArray();
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
