package org.tokenquarry.prune;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.tokenquarry.numeric.PairwiseSum;
import org.tokenquarry.numeric.SymmetricEigen;
import org.tokenquarry.numeric.Vectors;
import org.tokenquarry.prune.form.Bounds;
import org.tokenquarry.prune.form.Constant;
import org.tokenquarry.prune.form.TunableMethod;
import org.tokenquarry.token.ImageFeatures;
import org.tokenquarry.token.TokenMatrix;

/**
 * In the style of AgilePruner (ICLR 2026, arXiv 2603.01236), by its project page, since there is no
 * code: the more directions an image has, the more its kept tokens differ.
 *
 * <p>Tokens are visited by falling attention of [CLS]. A token of rank i (from 1, over all tokens)
 * that was not removed is kept, and removes those whose {@code 1 - cos(v_i, v_j)} is below {@code
 * min(tauMax, step i erank / erankAverage)}. Where fewer than m are kept, the most attended of the
 * removed ones follow. {@code erank} is the exponential of the entropy of the singular values of
 * the projected tokens, divided by their sum. Ties go to the lower index.
 *
 * @param erankAverage mean erank of a set of images, above 0; without one, all images count as
 *     average, and no singular values are computed
 * @param step above 0; by the page 0.01
 * @param tauMax the largest distance at which tokens are removed, in [0, 2]
 */
public record AgilePrunerStyle(OptionalDouble erankAverage, double step, double tauMax)
    implements RankingPruner {

  private static final double STEP = 0.01;

  /**
   * Neither the mean nor the largest distance is published. The mean depends on the model and its
   * images, so none is assumed; a largest distance of 0.5 lets the rank decide up to the 50th
   * token.
   */
  public static final AgilePrunerStyle DEFAULT = new AgilePrunerStyle(OptionalDouble.empty(), 0.5);

  /** Its constants. A mean erank is none: it is a measurement, and here none is assumed. */
  public static final TunableMethod<Pruner> TUNABLE =
      new TunableMethod<>(
          "agilepruner-style",
          List.of(
              new Constant(
                  "step", STEP, List.of(0.002, 0.005, 0.02, 0.03, 0.05, 0.1), Bounds.above(0)),
              new Constant(
                  "tau",
                  DEFAULT.tauMax,
                  List.of(0.0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8, 0.9, 1.0, 1.5),
                  Bounds.between(0, 2))),
          values ->
              new AgilePrunerStyle(
                  OptionalDouble.empty(), values.number("step"), values.number("tau")));

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public AgilePrunerStyle {
    if (!(erankAverage.orElse(1) > 0) || !(step > 0) || !(tauMax >= 0 && tauMax <= 2)) {
      throw new IllegalArgumentException(
          "AgilePruner's rule needs a mean erank above 0, a step above 0 and a largest distance from"
              + " 0 to 2, not "
              + erankAverage
              + ", "
              + step
              + " and "
              + tauMax);
    }
  }

  /** With the step of the page. */
  public AgilePrunerStyle(OptionalDouble erankAverage, double tauMax) {
    this(erankAverage, STEP, tauMax);
  }

  @Override
  public String name() {
    return TUNABLE.named(Map.of("step", step, "tau", tauMax));
  }

  @Override
  public int[] rank(ImageFeatures image, int most) {
    int[] attended = ClsAttentionPruner.mostAttended(image);
    TokenMatrix tokens = image.tokens().projected();
    double slope =
        erankAverage.isEmpty() ? step : step * erank(tokens) / erankAverage.getAsDouble();
    double[][] cosines = Cosines.between(tokens);
    boolean[] removed = new boolean[attended.length];
    for (int rank = 0; rank < attended.length; rank++) {
      int token = attended[rank];
      double radius = Math.min(tauMax, slope * (rank + 1));
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
