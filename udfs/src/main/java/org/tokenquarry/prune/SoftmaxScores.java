package org.tokenquarry.prune;

/**
 * The redundancy scores of the two softmax variants, from cosines {@code [L, n]}. Cosines are in
 * [-1, 1], so the exponentials cannot overflow and need no shift.
 */
final class SoftmaxScores {

  private SoftmaxScores() {}

  /** {@code [L]}: {@code max_j softmax_j(C_i.)}. */
  static double[] single(double[][] cosines) {
    double[] scores = new double[cosines.length];
    for (int i = 0; i < cosines.length; i++) {
      double sum = 0;
      for (double cosine : cosines[i]) {
        sum += Math.exp(cosine);
      }
      scores[i] = Math.exp(Codebook.largest(cosines[i])) / sum;
    }
    return scores;
  }

  /**
   * {@code [L]}: {@code max_j [softmax_i(C_.j) * softmax_j(C_i.)]}.
   *
   * @param cosines changed: the exponentials take their place, so that there is no second matrix
   */
  static double[] twofold(double[][] cosines) {
    double[] overTokens = new double[cosines[0].length];
    double[] overPrototypes = new double[cosines.length];
    double[][] powers = cosines;
    for (int i = 0; i < cosines.length; i++) {
      for (int j = 0; j < overTokens.length; j++) {
        powers[i][j] = Math.exp(cosines[i][j]);
        overTokens[j] += powers[i][j];
        overPrototypes[i] += powers[i][j];
      }
    }
    double[] scores = new double[cosines.length];
    for (int i = 0; i < cosines.length; i++) {
      for (int j = 0; j < overTokens.length; j++) {
        double both = (powers[i][j] / overTokens[j]) * (powers[i][j] / overPrototypes[i]);
        scores[i] = Math.max(scores[i], both);
      }
    }
    return scores;
  }
}
