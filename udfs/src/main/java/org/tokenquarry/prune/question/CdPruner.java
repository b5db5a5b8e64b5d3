package org.tokenquarry.prune.question;

import java.util.Arrays;
import org.tokenquarry.numeric.Ranking;
import org.tokenquarry.prune.Cosines;
import org.tokenquarry.token.TokenMatrix;

/**
 * CDPruner (NeurIPS 2025, arXiv 2506.10967): keeps tokens that are relevant to the question and
 * unlike each other, as the most probable set of a determinantal point process.
 *
 * <p>Relevance is measured in the space that CLIP shares between pictures and texts. As published,
 * it is the <em>negated</em> cosine: patches that are least like the text count as relevant.
 */
public final class CdPruner {

  private static final double OFFSET = 1e-6;

  /** What is left of a token below this is rounding: the chosen tokens span it. */
  private static final double SPANNED = 1e-9;

  private CdPruner() {}

  /**
   * The relevance of each token: {@code r_i = -mean_s cos(E_i, t_s)}, {@code q_i = (r_i - min r +
   * 1e-6) / (max r - min r)}.
   *
   * @param patches {@code [N, C]}: {@code visual_projection(post_layernorm(features))} of CLIP
   * @param text {@code [S, C]}: text embeddings of the question, one for each 77 of its tokens, at
   *     least one
   * @return {@code [N]}, from about 0 to about 1; all 1 if all are equally like the text
   * @throws IllegalArgumentException if widths differ, or an element is NaN or infinite
   */
  public static double[] relevance(TokenMatrix patches, TokenMatrix text) {
    double[] likeness = likeness(patches, text);
    double largest = Arrays.stream(likeness).max().orElseThrow();
    double range = largest - Arrays.stream(likeness).min().orElseThrow();
    return Arrays.stream(likeness)
        .map(like -> range == 0 ? 1 : (largest - like + OFFSET) / range)
        .toArray();
  }

  /** The mean cosine of each token to the vectors of a text, {@code [N]}. */
  static double[] likeness(TokenMatrix tokens, TokenMatrix text) {
    return Arrays.stream(Cosines.between(tokens, text))
        .mapToDouble(row -> Arrays.stream(row).average().orElseThrow())
        .toArray();
  }

  /**
   * Chooses greedily by the kernel {@code q_i cos(v_i, v_j) q_j}: each time the token that adds
   * most to its determinant, by an incremental Cholesky decomposition. {@code O(N^2 D + m^2 N)}.
   * Ties go to the lower index. Where chosen tokens span all others, the published code divides by
   * zero; here the others follow by falling relevance.
   *
   * @param tokens {@code [N, D]}: projected tokens
   * @param relevance {@code [N]}, no NaN
   * @param most m, in [1, N]
   * @return {@code [m]}: tokens in the order in which they were chosen
   * @throws IllegalArgumentException if an element is NaN or infinite
   */
  public static int[] rank(TokenMatrix tokens, double[] relevance, int most) {
    double[][] kernel = Cosines.between(tokens);
    int count = relevance.length;
    double[] left = new double[count];
    Arrays.setAll(left, i -> relevance[i] * relevance[i] * kernel[i][i]);
    double[][] factors = new double[most][];
    int[] order = new int[most];
    int chosen = 0;
    for (; chosen < most; chosen++) {
      int best = Ranking.rising(count, i -> -left[i])[0];
      if (left[best] <= SPANNED) {
        break;
      }
      order[chosen] = best;
      factors[chosen] = factor(kernel[best], relevance, factors, chosen, best, left[best]);
      for (int i = 0; i < count; i++) {
        left[i] -= factors[chosen][i] * factors[chosen][i];
      }
      left[best] = Double.NEGATIVE_INFINITY;
    }
    for (int token : Ranking.rising(count, i -> -relevance[i])) {
      if (chosen < most && left[token] > Double.NEGATIVE_INFINITY) {
        order[chosen++] = token;
      }
    }
    return order;
  }

  private static double[] factor(
      double[] cosines, double[] relevance, double[][] factors, int chosen, int best, double left) {
    double[] row = new double[cosines.length];
    for (int j = 0; j < row.length; j++) {
      row[j] = relevance[best] * cosines[j] * relevance[j];
      for (int t = 0; t < chosen; t++) {
        row[j] -= factors[t][best] * factors[t][j];
      }
      row[j] /= Math.sqrt(left);
    }
    return row;
  }
}
