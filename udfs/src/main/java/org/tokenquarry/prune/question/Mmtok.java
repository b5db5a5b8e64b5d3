package org.tokenquarry.prune.question;

import java.util.Arrays;
import org.tokenquarry.prune.Cosines;
import org.tokenquarry.prune.Coverage;
import org.tokenquarry.prune.GreedyChoice;
import org.tokenquarry.token.TokenMatrix;

/**
 * MMTok (ICLR 2026, arXiv 2508.18264): keeps the tokens that cover the question's words and the
 * image best.
 *
 * <p>{@code P_ti = softmax_i(cos(w_t, v_i) / textTemperature) / T} and {@code Q_ji =
 * softmax_i(cos(x_j, x_i) / visionTemperature) / N}. With coverage b, at first 0, the next token is
 * the one with the largest {@code sum_r max(0, R_ri - b_r)} over the rows of P and of {@code
 * visionShare * Q}; then {@code b_r = max(b_r, R_ri)}. {@code O(N^2 D + m N (N + T))}, memory
 * {@code 8 N (N + T)} bytes. Ties go to the lower index.
 *
 * @param textTemperature above 0
 * @param visionTemperature above 0
 * @param visionShare weight of the image's coverage, at least 0
 */
public record Mmtok(double textTemperature, double visionTemperature, double visionShare) {

  /** As published for LLaVA; for Qwen the first is 0.01. */
  public static final Mmtok PUBLISHED = new Mmtok(0.02, 0.2, 0.5);

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public Mmtok {
    if (!(textTemperature > 0) || !(visionTemperature > 0) || !(visionShare >= 0)) {
      throw new IllegalArgumentException(
          "MMTok needs temperatures above 0 and a share of at least 0, not "
              + textTemperature
              + ", "
              + visionTemperature
              + " and "
              + visionShare);
    }
  }

  /**
   * Chooses tokens.
   *
   * @param tokens {@code [N, D]}: projected tokens v
   * @param features {@code [N, Dv]}: ViT features x
   * @param words {@code [T, D]}: the language model's embeddings of the question's words, see
   *     {@link QuestionWords}; at least one
   * @param candidates which tokens may be kept, ascending; for LLaVA-1.5 not those of patches that
   *     are padding only, which are to be covered nevertheless
   * @param most m
   * @return {@code [min(m, candidates)]}: tokens in the order in which they were chosen
   * @throws IllegalArgumentException if widths differ, or an element is NaN or infinite
   */
  public int[] rank(
      TokenMatrix tokens, TokenMatrix features, TokenMatrix words, int[] candidates, int most) {
    double[] even = new double[tokens.count()];
    Arrays.fill(even, 1);
    return GreedyChoice.among(candidates, most, coverage(tokens, features, words, even));
  }

  /**
   * Chooses among all tokens, where what a token adds is multiplied by its weight.
   *
   * @param tokens as above
   * @param features as above
   * @param words as above
   * @param weights {@code [N]}, at least 0
   * @param most m, in [1, N]
   * @return {@code [m]}: tokens in the order in which they were chosen
   * @throws IllegalArgumentException if widths differ, or an element is NaN or infinite
   */
  public int[] rank(
      TokenMatrix tokens, TokenMatrix features, TokenMatrix words, double[] weights, int most) {
    return GreedyChoice.among(weights.length, most, coverage(tokens, features, words, weights));
  }

  private Coverage coverage(
      TokenMatrix tokens, TokenMatrix features, TokenMatrix words, double[] weights) {
    double[][] text = softmax(Cosines.between(words, tokens), textTemperature, 1);
    double[][] vision = softmax(Cosines.between(features), visionTemperature, visionShare);
    double[][] gains = new double[tokens.count()][text.length + vision.length];
    for (int i = 0; i < gains.length; i++) {
      for (int t = 0; t < text.length; t++) {
        gains[i][t] = text[t][i];
      }
      for (int j = 0; j < vision.length; j++) {
        gains[i][text.length + j] = vision[j][i];
      }
    }
    return new Coverage(gains, weights);
  }

  /** Rows become distributions, times a share, divided by how many there are. */
  private static double[][] softmax(double[][] cosines, double temperature, double share) {
    for (double[] row : cosines) {
      double largest = Arrays.stream(row).max().orElseThrow();
      Arrays.setAll(row, i -> Math.exp((row[i] - largest) / temperature));
      double sum = Arrays.stream(row).sum();
      Arrays.setAll(row, i -> share * row[i] / sum / cosines.length);
    }
    return cosines;
  }
}
