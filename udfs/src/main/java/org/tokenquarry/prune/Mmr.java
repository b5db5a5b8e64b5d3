package org.tokenquarry.prune;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.tokenquarry.prune.form.Constant;
import org.tokenquarry.prune.form.TunableMethod;
import org.tokenquarry.token.ImageFeatures;
import org.tokenquarry.token.TokenMatrix;

/**
 * The rule of IDPruner (arXiv 2602.13315), maximal marginal relevance: keeps tokens that are
 * important and unlike those kept before. IDPruner trains its scores of importance; here proxies
 * that need no training stand for them.
 *
 * <p>{@code I = (s - min s) / (max s - min s + 1e-6)}. The first token is the one with the largest
 * I. The next is the one with the largest {@code lambda I_i - (1 - lambda) max_j cos(v_i, v_j)}
 * over chosen tokens j. {@code O(N^2 D + m N)}. Ties go to the lower index.
 *
 * @param importance where s is from
 * @param lambda weight of importance, in [0, 1]
 */
public record Mmr(Importance importance, double lambda) implements RankingPruner {

  /** The published lambda. */
  public static final double PUBLISHED = 0.5;

  private static final double RANGE_OFFSET = 1e-6;

  /**
   * Checks the setting.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  public Mmr {
    if (!(lambda >= 0 && lambda <= 1)) {
      throw new IllegalArgumentException("MMR needs a lambda from 0 to 1, not " + lambda);
    }
  }

  /** With the published lambda. */
  public Mmr(Importance importance) {
    this(importance, PUBLISHED);
  }

  /** A score that stands for the trained one. */
  public enum Importance {

    /** The attention of [CLS]. */
    CLS_ATTENTION("mmr-cls") {
      @Override
      double[] of(ImageFeatures image) {
        float[] attention = image.clsAttention();
        PrunerChecks.requireNumbers(attention, ClsAttentionPruner.WHAT);
        double[] scores = new double[attention.length];
        Arrays.setAll(scores, i -> attention[i]);
        return scores;
      }
    },

    /**
     * How little a token is like all others, see {@link MeanCosine}: needs projected tokens only.
     */
    MEAN_COSINE("mmr-mean-cosine") {
      @Override
      double[] of(ImageFeatures image) {
        return Arrays.stream(MeanCosine.scores(image.tokens().projected()))
            .map(score -> -score)
            .toArray();
      }
    };

    private final String pruner;

    Importance(String pruner) {
      this.pruner = pruner;
    }

    /** {@code [N]}; the larger, the more important. */
    abstract double[] of(ImageFeatures image);
  }

  /** Its constant, with one score of importance. */
  public static TunableMethod<Pruner> tunable(Importance importance) {
    return new TunableMethod<>(
        importance.pruner,
        List.of(Constant.share("lambda", PUBLISHED)),
        values -> new Mmr(importance, values.number("lambda")));
  }

  @Override
  public String name() {
    return tunable(importance).named(Map.of("lambda", lambda));
  }

  @Override
  public int[] rank(ImageFeatures image, int most) {
    return order(importance.of(image), image.tokens().projected(), lambda, most);
  }

  /** The rule for scores {@code [N]} of any kind. */
  static int[] order(double[] scores, TokenMatrix tokens, double lambda, int most) {
    double smallest = Arrays.stream(scores).min().orElseThrow();
    double range = Arrays.stream(scores).max().orElseThrow() - smallest + RANGE_OFFSET;
    double[] importance = Arrays.stream(scores).map(s -> (s - smallest) / range).toArray();
    Relevance relevance = new Relevance(importance, Cosines.between(tokens), lambda);
    return GreedyChoice.among(scores.length, most, relevance);
  }

  private static final class Relevance implements GreedyChoice.Worth {

    private final double[] importance;
    private final double[][] cosines;
    private final double lambda;
    private final double[] likeness;
    private boolean first = true;

    Relevance(double[] importance, double[][] cosines, double lambda) {
      this.importance = importance;
      this.cosines = cosines;
      this.lambda = lambda;
      this.likeness = new double[importance.length];
      Arrays.fill(likeness, Double.NEGATIVE_INFINITY);
    }

    @Override
    public double of(int token) {
      return first
          ? importance[token]
          : lambda * importance[token] - (1 - lambda) * likeness[token];
    }

    @Override
    public void chosen(int token) {
      first = false;
      for (int i = 0; i < likeness.length; i++) {
        likeness[i] = Math.max(likeness[i], cosines[token][i]);
      }
    }
  }
}
