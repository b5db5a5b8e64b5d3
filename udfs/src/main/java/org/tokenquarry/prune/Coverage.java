package org.tokenquarry.prune;

/**
 * What a token adds to the coverage of some rows: {@code w_i sum_r max(0, g_ir - b_r)}. With each
 * choice {@code b_r = max(b_r, g_ir)}; at first it is 0.
 *
 * @param gains {@code [N][R]}: how well each token covers each row
 * @param weights {@code [N]}
 * @param covered {@code [R]}: b, which choices change
 */
public record Coverage(double[][] gains, double[] weights, double[] covered)
    implements GreedyChoice.Worth {

  /** Nothing is covered yet. */
  public Coverage(double[][] gains, double[] weights) {
    this(gains, weights, new double[gains[0].length]);
  }

  @Override
  public double of(int token) {
    double gain = 0;
    for (int row = 0; row < covered.length; row++) {
      gain += Math.max(0, gains[token][row] - covered[row]);
    }
    return weights[token] * gain;
  }

  @Override
  public void chosen(int token) {
    for (int row = 0; row < covered.length; row++) {
      covered[row] = Math.max(covered[row], gains[token][row]);
    }
  }
}
