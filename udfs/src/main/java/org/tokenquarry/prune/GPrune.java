package org.tokenquarry.prune;

import java.util.List;
import java.util.Map;
import org.tokenquarry.numeric.Ranking;
import org.tokenquarry.prune.form.Bounds;
import org.tokenquarry.prune.form.Constant;
import org.tokenquarry.prune.form.TunableMethod;
import org.tokenquarry.token.ImageFeatures;
import org.tokenquarry.token.TokenMatrix;

/**
 * G-Prune (Jiang et al., AAAI 2025, arXiv 2501.02268): tokens are nodes of a graph, mass spreads
 * along its edges, and the tokens with the most mass per neighbour are kept.
 *
 * <p>Two tokens with {@code A_ij = cos(x_i, x_j) >= theta} are neighbours; each token is also its
 * own neighbour. {@code T_ij = softmax_j(A_ij / tau)} over the neighbours, {@code m = w^T T^n} with
 * {@code w_i = |x_i|}, {@code s_i = m_i / neighbours_i}. The published code computes the power of
 * T, {@code O(N^3)}. Here n products of a vector with T give the same in {@code O(n N^2)}. Ties go
 * to the lower index.
 *
 * @param space which vectors are compared; in the paper the projected tokens
 * @param threshold theta, at most 1; published 0.5
 * @param temperature tau, above 0; published 0.03
 * @param iterations n, at least 1; published 5
 */
public record GPrune(Space space, double threshold, double temperature, int iterations)
    implements RankingPruner {

  /** As published. */
  public static final GPrune PUBLISHED = new GPrune(Space.PROJECTED, 0.5, 0.03, 5);

  private static final List<Constant> CONSTANTS =
      List.of(
          new Constant(
              "threshold",
              PUBLISHED.threshold,
              List.of(0.0, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8, 0.9),
              Bounds.between(-1, 1)),
          new Constant(
              "temperature",
              PUBLISHED.temperature,
              List.of(0.01, 0.02, 0.05, 0.1, 0.3),
              Bounds.above(0)),
          new Constant(
              "steps",
              PUBLISHED.iterations,
              List.of(1.0, 2.0, 3.0, 8.0, 16.0),
              Bounds.whole(1, 1000)));

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public GPrune {
    if (!(threshold <= 1) || !(temperature > 0) || iterations < 1) {
      throw new IllegalArgumentException(
          "G-Prune needs a threshold of at most 1, a temperature above 0 and an iteration, not "
              + threshold
              + ", "
              + temperature
              + " and "
              + iterations);
    }
  }

  /** With the published settings. */
  public GPrune(Space space) {
    this(space, PUBLISHED.threshold, PUBLISHED.temperature, PUBLISHED.iterations);
  }

  /** Its constants, in one space. */
  public static TunableMethod<Pruner> tunable(Space space) {
    return new TunableMethod<>(
        space.named("gprune"),
        CONSTANTS,
        values ->
            new GPrune(
                space,
                values.number("threshold"),
                values.number("temperature"),
                values.whole("steps")));
  }

  @Override
  public String name() {
    return tunable(space)
        .named(
            Map.of(
                "threshold", threshold, "temperature", temperature, "steps", (double) iterations));
  }

  @Override
  public int[] rank(ImageFeatures image, int most) {
    double[] scores = scores(space.of(image));
    return Ranking.rising(scores.length, i -> -scores[i]);
  }

  /** The score {@code s [N]} of each token; the largest are kept. */
  double[] scores(TokenMatrix tokens) {
    double[][] cosines = Cosines.between(tokens);
    int[] degrees = new int[cosines.length];
    for (int i = 0; i < cosines.length; i++) {
      degrees[i] = toTransitions(cosines[i], i);
    }
    double[] mass = Cosines.norms(tokens);
    for (int step = 0; step < iterations; step++) {
      mass = spread(mass, cosines);
    }
    for (int i = 0; i < mass.length; i++) {
      mass[i] /= degrees[i];
    }
    return mass;
  }

  /** Turns a row of cosines into a row of T, in place, and counts the neighbours of its token. */
  private int toTransitions(double[] row, int self) {
    row[self] = 1;
    int degree = 0;
    double sum = 0;
    for (int j = 0; j < row.length; j++) {
      boolean neighbour = row[j] >= threshold;
      row[j] = neighbour ? Math.exp((row[j] - 1) / temperature) : 0;
      sum += row[j];
      degree += neighbour ? 1 : 0;
    }
    for (int j = 0; j < row.length; j++) {
      row[j] /= sum;
    }
    return degree;
  }

  private static double[] spread(double[] mass, double[][] transitions) {
    double[] next = new double[mass.length];
    for (int i = 0; i < mass.length; i++) {
      double from = mass[i];
      double[] row = transitions[i];
      for (int j = 0; j < next.length; j++) {
        next[j] += from * row[j];
      }
    }
    return next;
  }
}
