package org.tokenquarry.prune;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.tokenquarry.prune.form.Bounds;
import org.tokenquarry.prune.form.Constant;
import org.tokenquarry.prune.form.TunableMethod;
import org.tokenquarry.token.ImageFeatures;

/**
 * SCOPE (NeurIPS 2025, arXiv 2510.24214): keeps tokens that cover the others and that [CLS] attends
 * to.
 *
 * <p>With {@code s_ij = cos(x_i, x_j)} of ViT features and the coverage {@code c_i}, at first 0,
 * the next token is the one with the largest {@code a_j^alpha * sum_i max(0, s_ij - c_i)}; then
 * {@code c_i = max(c_i, s_ij)}. {@code O(N^2 (D + m))}. Ties go to the lower index.
 *
 * @param alpha weight of the attention, at least 0
 */
public record Scope(double alpha) implements RankingPruner {

  /** As published. */
  public static final Scope PUBLISHED = new Scope(1);

  /** Its constant. */
  public static final TunableMethod<Pruner> TUNABLE =
      new TunableMethod<>(
          "scope",
          List.of(
              new Constant(
                  "alpha",
                  PUBLISHED.alpha,
                  List.of(0.0, 0.1, 0.25, 0.5, 0.75, 1.25, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0),
                  Bounds.atLeast(0))),
          values -> new Scope(values.number("alpha")));

  /**
   * Checks the setting.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  public Scope {
    if (!(alpha >= 0) || Double.isInfinite(alpha)) {
      throw new IllegalArgumentException("SCOPE needs an alpha of at least 0, not " + alpha);
    }
  }

  @Override
  public String name() {
    return TUNABLE.named(Map.of("alpha", alpha));
  }

  @Override
  public int[] rank(ImageFeatures image, int most) {
    double[] even = new double[image.clsAttention().length];
    Arrays.fill(even, 1);
    return rank(image, even, most);
  }

  /**
   * The same, where what a token adds is multiplied by its weight, too.
   *
   * @param weights {@code [N]}, at least 0
   */
  int[] rank(ImageFeatures image, double[] weights, int most) {
    float[] attention = image.clsAttention();
    PrunerChecks.requireNumbers(attention, ClsAttentionPruner.WHAT);
    double[] worth = new double[attention.length];
    for (int i = 0; i < worth.length; i++) {
      worth[i] = weights[i] * Math.pow(attention[i], alpha);
    }
    Coverage coverage = new Coverage(Cosines.between(image.features()), worth);
    return GreedyChoice.among(worth.length, most, coverage);
  }
}
