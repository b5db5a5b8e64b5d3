package org.tokenquarry.prune.tower;

import java.util.Arrays;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.tokenquarry.prune.Cosines;
import org.tokenquarry.prune.GreedyChoice;
import org.tokenquarry.token.TokenMatrix;

/**
 * ZOO-Prune (CVPR 2026, arXiv 2509.24837): keeps tokens to whose features the projector is
 * sensitive and that are unlike each other.
 *
 * <p>Sensitivity is estimated by finite differences: {@code z_i = mean_k ||P(x_i + h u_k) - P(x_i -
 * h u_k)|| / 2h} over random directions u of length 1, the same for all tokens. {@code w = (z - min
 * z) / (max z - min z + 1e-8)}. The first token has the largest w; each next one the largest {@code
 * w_i min_j (1 - cos(v_i, v_j))} over chosen j. The projector runs {@code 2 r N} rows. The
 * published code computes in float16, where a step this small is lost in most features; here in
 * float32. Ties go to the lower index.
 *
 * @param directions {@code [r, Dv]}: not of length 1 yet, none of them zero
 * @param step h, above 0
 */
public record ZooPrune(TokenMatrix directions, double step) {

  /** The published h. */
  public static final double PUBLISHED_STEP = 0.01;

  /** The published r. */
  public static final int PUBLISHED_DIRECTIONS = 64;

  private static final double RANGE_OFFSET = 1e-8;

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if the step is out of range
   */
  public ZooPrune {
    if (!(step > 0)) {
      throw new IllegalArgumentException("ZOO-Prune needs a step above 0, not " + step);
    }
  }

  /** With the published number of directions, normal, from a seed. */
  public static ZooPrune of(long seed, int dim, double step) {
    // java.util.Random, because its sequence is the same in every Java.
    Random random = new Random(seed);
    float[] values = new float[PUBLISHED_DIRECTIONS * dim];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new ZooPrune(new TokenMatrix(values, dim), step);
  }

  /**
   * How much the projected token changes with its features, z.
   *
   * @param features {@code [N, Dv]}: ViT features x
   * @param projector from {@code [N, Dv]} to {@code [N, D]}, row by row
   * @return {@code [N]}, at least 0
   */
  public double[] sensitivity(TokenMatrix features, UnaryOperator<TokenMatrix> projector) {
    double[] means = new double[features.count()];
    for (int k = 0; k < directions.count(); k++) {
      TokenMatrix ahead = projector.apply(moved(features, k, step));
      TokenMatrix behind = projector.apply(moved(features, k, -step));
      for (int i = 0; i < means.length; i++) {
        means[i] += distance(ahead, behind, i) / (2 * step * directions.count());
      }
    }
    return means;
  }

  private TokenMatrix moved(TokenMatrix features, int k, double distance) {
    double factor = distance * directions.inverseNorm(k);
    float[] values = features.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (values[i] + factor * directions.at(k, i % features.dim()));
    }
    return new TokenMatrix(values, features.dim());
  }

  private static double distance(TokenMatrix one, TokenMatrix other, int row) {
    double squares = 0;
    for (int d = 0; d < one.dim(); d++) {
      double difference = (double) one.at(row, d) - other.at(row, d);
      squares += difference * difference;
    }
    return Math.sqrt(squares);
  }

  /**
   * Chooses tokens.
   *
   * @param sensitivity {@code [N]}: z, no NaN
   * @param tokens {@code [N, D]}: projected tokens v
   * @param most m, in [1, N]
   * @return {@code [m]}: tokens in the order in which they were chosen
   * @throws IllegalArgumentException if an element is NaN or infinite
   */
  public static int[] rank(double[] sensitivity, TokenMatrix tokens, int most) {
    double smallest = Arrays.stream(sensitivity).min().orElseThrow();
    double range = Arrays.stream(sensitivity).max().orElseThrow() - smallest + RANGE_OFFSET;
    double[] weights = Arrays.stream(sensitivity).map(z -> (z - smallest) / range).toArray();
    return GreedyChoice.among(weights.length, most, new Spread(weights, Cosines.between(tokens)));
  }

  /** By weight times the distance to the nearest chosen token, which is 1 before the first. */
  private static final class Spread implements GreedyChoice.Worth {

    private final double[] weights;
    private final double[][] cosines;
    private final double[] nearest;
    private boolean first = true;

    Spread(double[] weights, double[][] cosines) {
      this.weights = weights;
      this.cosines = cosines;
      this.nearest = new double[weights.length];
      Arrays.fill(nearest, 1);
    }

    @Override
    public double of(int token) {
      return weights[token] * nearest[token];
    }

    @Override
    public void chosen(int token) {
      for (int i = 0; i < nearest.length; i++) {
        double distance = 1 - cosines[token][i];
        nearest[i] = first ? distance : Math.min(nearest[i], distance);
      }
      first = false;
    }
  }
}
