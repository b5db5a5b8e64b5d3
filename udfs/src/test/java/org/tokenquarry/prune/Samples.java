package org.tokenquarry.prune;

import java.util.Random;
import org.tokenquarry.token.TokenGrid;
import org.tokenquarry.token.TokenMatrix;
import org.tokenquarry.token.VisualTokens;

/** Random tokens. */
final class Samples {

  private Samples() {}

  static TokenMatrix gaussian(Random random, int count, int dim) {
    float[] values = new float[count * dim];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new TokenMatrix(values, dim);
  }

  static VisualTokens tokens(Random random, int rows, int cols) {
    float[] cosine = new float[rows * cols];
    for (int i = 0; i < cosine.length; i++) {
      // Few distinct values, so that ties are the rule.
      cosine[i] = random.nextInt(5) / 4f;
    }
    return new VisualTokens(new TokenGrid(rows, cols), gaussian(random, rows * cols, 3), cosine);
  }
}
