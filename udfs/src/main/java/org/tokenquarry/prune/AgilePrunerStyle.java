package org.tokenquarry.prune;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.tokenquarry.numeric.PairwiseSum;
import org.tokenquarry.numeric.SymmetricEigen;
import org.tokenquarry.numeric.Vectors;
import org.tokenquarry.token.ImageFeatures;
import org.tokenquarry.token.TokenMatrix;

/**
 * In the style of AgilePruner (ICLR 2026, arXiv 2603.01236), by its project page, since there is no
 * code: the more directions an image has, the more its kept tokens differ.
 *
 * <p>Tokens are visited by falling attention of [CLS]. A token of rank i (from 1, over all tokens)
 * that was not removed is kept, and removes those whose {@code 1 - cos(v_i, v_j)} is below {@code
 * min(tauMax, 0.01 i erank / erankAverage)}. Where fewer than m are kept, the most attended of the
 * removed ones follow. {@code erank} is the exponential of the entropy of the singular values of
 * the projected tokens, divided by their sum. Ties go to the lower index.
 *
 * @param erankAverage mean erank of a set of images, above 0; without one, all images count as
 *     average, and no singular values are computed
 * @param tauMax the largest distance at which tokens are removed, in [0, 2]
 */
public record AgilePrunerStyle(OptionalDouble erankAverage, double tauMax)
    implements RankingPruner {

  /**
   * Neither constant is published. The mean depends on the model and its images, so none is
   * assumed; a largest distance of 0.5 lets the rank decide up to the 50th token.
   */
  public static final AgilePrunerStyle DEFAULT = new AgilePrunerStyle(OptionalDouble.empty(), 0.5);

  private static final double STEP = 0.01;

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public AgilePrunerStyle {
    if (!(erankAverage.orElse(1) > 0) || !(tauMax >= 0 && tauMax <= 2)) {
      throw new IllegalArgumentException(
          "AgilePruner's rule needs a mean erank above 0 and a largest distance from 0 to 2, not "
              + erankAverage
              + " and "
              + tauMax);
    }
  }

  @Override
  public String name() {
    return "agilepruner-style";
  }

  @Override
  public int[] rank(ImageFeatures image, int most) {
    int[] attended = ClsAttentionPruner.mostAttended(image);
    TokenMatrix tokens = image.tokens().projected();
    double step = erankAverage.isEmpty() ? STEP : STEP * erank(tokens) / erankAverage.getAsDouble();
    double[][] cosines = Cosines.between(tokens);
    boolean[] removed = new boolean[attended.length];
    for (int rank = 0; rank < attended.length; rank++) {
      int token = attended[rank];
      double radius = Math.min(tauMax, step * (rank + 1));
      for (int later = rank + 1; !removed[token] && later < attended.length; later++) {
        int other = attended[later];
        removed[other] |= 1 - cosines[token][other] < radius;
      }
    }
    return IntStream.concat(
            Arrays.stream(attended).filter(i -> !removed[i]),
            Arrays.stream(attended).filter(i -> removed[i]))
        .toArray();
  }

  /**
   * How many directions the tokens have, in [1, min(N, D)]; 1 if all are zero.
   *
   * @param tokens {@code [N, D]}, finite
   */
  static double erank(TokenMatrix tokens) {
    Vectors rows = Vectors.of(tokens);
    int[] all = IntStream.range(0, tokens.count()).toArray();
    double[] squares = SymmetricEigen.of(PairwiseSum.PRODUCTS.of(rows, all, rows, 0)).values();
    double[] singular = Arrays.stream(squares).map(s -> Math.sqrt(Math.max(0, s))).toArray();
    double sum = Arrays.stream(singular).sum();
    return Math.exp(
        Arrays.stream(singular).filter(s -> s > 0).map(s -> -s / sum * Math.log(s / sum)).sum());
  }
}
