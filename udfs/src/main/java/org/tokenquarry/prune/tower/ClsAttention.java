package org.tokenquarry.prune.tower;

import org.tokenquarry.token.TokenMatrix;

/**
 * The attention of [CLS] from its query and the keys of a layer, where a tower gives no attention
 * or other heads are wanted than it has.
 */
public final class ClsAttention {

  private ClsAttention() {}

  /**
   * {@code softmax(q k^T / sqrt(K / heads))} of each head over [CLS] and the patches, summed over
   * heads, without the value of [CLS].
   *
   * @param query {@code [K]}: of [CLS], not scaled
   * @param keys {@code [1 + N, K]}: [CLS] first
   * @param heads how many; they lie side by side
   * @return {@code [N]}, in [0, heads]
   */
  public static float[] of(float[] query, TokenMatrix keys, int heads) {
    int width = keys.dim() / heads;
    double[] sums = new double[keys.count()];
    for (int head = 0; head < heads; head++) {
      addHead(query, keys, head * width, width, sums);
    }
    float[] attention = new float[sums.length - 1];
    for (int i = 0; i < attention.length; i++) {
      attention[i] = (float) sums[i + 1];
    }
    return attention;
  }

  private static void addHead(float[] query, TokenMatrix keys, int from, int width, double[] sums) {
    double[] powers = new double[sums.length];
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < powers.length; i++) {
      for (int d = from; d < from + width; d++) {
        powers[i] += (double) query[d] * keys.at(i, d);
      }
      powers[i] /= Math.sqrt(width);
      largest = Math.max(largest, powers[i]);
    }
    double total = 0;
    for (int i = 0; i < powers.length; i++) {
      powers[i] = Math.exp(powers[i] - largest);
      total += powers[i];
    }
    for (int i = 0; i < powers.length; i++) {
      sums[i] += powers[i] / total;
    }
  }
}
