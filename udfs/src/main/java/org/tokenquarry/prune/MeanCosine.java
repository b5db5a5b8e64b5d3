package org.tokenquarry.prune;

import org.tokenquarry.numeric.Ranking;
import org.tokenquarry.token.ImageFeatures;
import org.tokenquarry.token.TokenMatrix;

/**
 * Mean cosine, as a branch of vLLM has it (emricksini-h/vllm, {@code image_pruning.py}): keeps the
 * tokens that are least like all others.
 *
 * <p>{@code s_i = u_i . sum_j u_j} with {@code u} the directions of the projected tokens; the
 * smallest stay. A zero token has {@code s = 0}. {@code O(N D)}. Ties go to the lower index.
 */
public final class MeanCosine implements RankingPruner {

  /** A count is not rounded up by the error of a product. */
  private static final double SLACK = 1e-9;

  /**
   * How many tokens the server keeps at a pruning rate: {@code max(1, N - ceil(rate N - 1e-9))}.
   *
   * @param rate the share to drop, in [0, 1)
   * @param count N
   */
  public static int kept(double rate, int count) {
    return (int) Math.max(1, count - Math.ceil(rate * count - SLACK));
  }

  @Override
  public String name() {
    return "mean-cosine";
  }

  @Override
  public int[] rank(ImageFeatures image, int most) {
    double[] scores = scores(image.tokens().projected());
    return Ranking.rising(scores.length, i -> scores[i]);
  }

  /**
   * The score {@code s [N]} of each token, in [-N, N].
   *
   * @throws IllegalArgumentException if an element is NaN or infinite
   */
  static double[] scores(TokenMatrix tokens) {
    Cosines.requireFinite(tokens);
    double[] sum = new double[tokens.dim()];
    double[] factors = new double[tokens.count()];
    for (int i = 0; i < factors.length; i++) {
      factors[i] = tokens.inverseNorm(i);
      for (int d = 0; d < sum.length; d++) {
        sum[d] += tokens.at(i, d) * factors[i];
      }
    }
    double[] scores = new double[factors.length];
    for (int i = 0; i < scores.length; i++) {
      for (int d = 0; d < sum.length; d++) {
        scores[i] += tokens.at(i, d) * sum[d];
      }
      scores[i] *= factors[i];
    }
    return scores;
  }
}
