package org.tokenquarry.prune.tower;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.tokenquarry.numeric.Ranking;
import org.tokenquarry.prune.Cosines;
import org.tokenquarry.token.TokenMatrix;

/**
 * PruMerge and PruMerge+ (ICCV 2025, arXiv 2403.15388) as published: they keep outliers of
 * attention, and merge other tokens into them before the projector. How many are kept depends on
 * the image.
 *
 * <p>The attention is that of one head as wide as the tower's <em>last</em> layer, see {@link
 * ClsAttention}; features are the output of the layer before. Ties go to the lower index.
 *
 * @param attention {@code [N]}: of [CLS], no NaN
 * @param keys {@code [N, K]}: of the last layer
 * @param features {@code [N, Dv]}: what the projector receives
 */
public record PruMergeMerging(float[] attention, TokenMatrix keys, TokenMatrix features) {

  /** How many tokens are merged into a kept one, as published. */
  public static final int NEIGHBOURS = 32;

  /** The outliers, by falling attention; possibly none. */
  public int[] kept() {
    return mostAttended(PruMerge.outliers(attention));
  }

  /**
   * The outliers, and tokens evenly spaced over the image behind them. Where there is no outlier,
   * the published code divides by zero; here the most attended token counts as one.
   */
  public int[] keptPlus() {
    int[] first = mostAttended(Math.max(1, PruMerge.outliers(attention)));
    return IntStream.concat(
            IntStream.of(first), IntStream.of(PruMerge.supplement(first, attention.length)))
        .toArray();
  }

  private int[] mostAttended(int count) {
    return Arrays.copyOf(Ranking.rising(attention.length, i -> -attention[i]), count);
  }

  /**
   * Merges. A kept token becomes {@code x_i + sum_j a_j x_j} over those other tokens, kept or not,
   * whose keys have the largest cosine to its key. The last row is the sum of {@code a_j x_j} over
   * all dropped tokens.
   *
   * @param kept distinct tokens
   * @param neighbours how many are merged into a kept one, at least 0
   * @return {@code [kept + 1, Dv]}: rows in the order of {@code kept}, not in spatial order
   * @throws IllegalArgumentException if an element of a key is NaN or infinite
   */
  public TokenMatrix merged(int[] kept, int neighbours) {
    double[][] cosines = Cosines.between(keys.rows(kept), keys);
    int dim = features.dim();
    float[] rows = new float[(kept.length + 1) * dim];
    for (int place = 0; place < kept.length; place++) {
      int token = kept[place];
      double[] likeness = cosines[place];
      int[] nearest =
          Arrays.stream(Ranking.rising(likeness.length, j -> -likeness[j]))
              .filter(j -> j != token)
              .limit(neighbours)
              .toArray();
      System.arraycopy(sum(nearest, features.row(token)), 0, rows, place * dim, dim);
    }
    int[] dropped =
        IntStream.range(0, attention.length)
            .filter(i -> IntStream.of(kept).noneMatch(k -> k == i))
            .toArray();
    System.arraycopy(sum(dropped, new float[dim]), 0, rows, kept.length * dim, dim);
    return new TokenMatrix(rows, dim);
  }

  private float[] sum(int[] tokens, float[] start) {
    double[] sums = new double[start.length];
    for (int token : tokens) {
      for (int d = 0; d < sums.length; d++) {
        sums[d] += (double) attention[token] * features.at(token, d);
      }
    }
    float[] row = new float[start.length];
    for (int d = 0; d < row.length; d++) {
      row[d] = (float) (start[d] + sums[d]);
    }
    return row;
  }
}
