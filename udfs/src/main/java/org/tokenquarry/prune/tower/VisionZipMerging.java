package org.tokenquarry.prune.tower;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.tokenquarry.numeric.Ranking;
import org.tokenquarry.prune.Cosines;
import org.tokenquarry.token.TokenMatrix;

/**
 * VisionZip (CVPR 2025, arXiv 2412.04467) as published: it keeps [CLS] and the most attended
 * tokens, and merges the others into contextual tokens before the projector. Ties go to the lower
 * index.
 *
 * @param attention {@code [N]}: of [CLS] in the last layer but one, summed over heads, no NaN
 * @param keys {@code [N, d]}: of the same layer, as the mean over heads
 * @param features {@code [1 + N, Dv]}: what the projector receives, [CLS] first
 */
public record VisionZipMerging(float[] attention, TokenMatrix keys, TokenMatrix features) {

  /** The most attended tokens, ascending. */
  public int[] dominant(int count) {
    return Arrays.stream(Ranking.rising(attention.length, i -> -attention[i]))
        .limit(count)
        .sorted()
        .toArray();
  }

  /**
   * Merges. Of the tokens that are not dominant, every {@code max(1, rest / contextual)}-th is a
   * target, from the first on. Each other one joins the target whose key has the largest cosine to
   * its key. A target becomes its own feature <em>plus</em> the mean of those that joined it.
   *
   * @param dominant how many, without [CLS]
   * @param contextual how many targets, at most as many as there are other tokens
   * @return {@code [1 + dominant + contextual, Dv]}: [CLS], dominant, contextual, each in spatial
   *     order
   * @throws IllegalArgumentException if an element of a key is NaN or infinite
   */
  public TokenMatrix merged(int dominant, int contextual) {
    int[] kept = dominant(dominant);
    int[] rest =
        IntStream.range(0, attention.length)
            .filter(i -> Arrays.binarySearch(kept, i) < 0)
            .toArray();
    int step = contextual == 0 ? 1 : Math.max(1, rest.length / contextual);
    int[] targets = IntStream.range(0, contextual).map(c -> rest[c * step]).toArray();
    int dim = features.dim();
    double[][] sums = new double[contextual][dim];
    int[] members = new int[contextual];
    double[][] cosines = Cosines.between(keys, keys.rows(targets));
    for (int token : rest) {
      if (Arrays.binarySearch(targets, token) < 0 && contextual > 0) {
        double[] likeness = cosines[token];
        int target = Ranking.rising(contextual, c -> -likeness[c])[0];
        members[target]++;
        for (int d = 0; d < dim; d++) {
          sums[target][d] += features.at(token + 1, d);
        }
      }
    }
    int first = 1 + kept.length;
    int[] rows =
        IntStream.concat(
                IntStream.of(0),
                IntStream.concat(IntStream.of(kept), IntStream.of(targets)).map(i -> i + 1))
            .toArray();
    float[] values = features.rows(rows).values();
    for (int c = 0; c < contextual; c++) {
      for (int d = 0; d < dim; d++) {
        values[(first + c) * dim + d] += (float) (sums[c][d] / Math.max(1, members[c]));
      }
    }
    return new TokenMatrix(values, dim);
  }
}
