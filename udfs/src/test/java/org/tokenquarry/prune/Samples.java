package org.tokenquarry.prune;

import java.util.Random;
import org.tokenquarry.token.ImageFeatures;
import org.tokenquarry.token.TokenGrid;
import org.tokenquarry.token.TokenMatrix;
import org.tokenquarry.token.VisualTokens;

/** Images with random tokens. */
final class Samples {

  private Samples() {}

  static TokenMatrix gaussian(Random random, int count, int dim) {
    float[] values = new float[count * dim];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new TokenMatrix(values, dim);
  }

  static ImageFeatures image(Random random, int rows, int cols) {
    int count = rows * cols;
    float[] cosine = new float[count];
    float[] attention = new float[count];
    for (int i = 0; i < count; i++) {
      // Few distinct values, so that many are equal.
      cosine[i] = random.nextInt(5) / 4f;
      attention[i] = random.nextInt(5) / 400f;
    }
    return new ImageFeatures(
        new VisualTokens(new TokenGrid(rows, cols), gaussian(random, count, 3), cosine),
        gaussian(random, count, 4),
        attention);
  }

  /** An image of one row whose tokens are the same before and after the projector. */
  static ImageFeatures row(TokenMatrix tokens, float... attention) {
    int count = tokens.count();
    return new ImageFeatures(
        new VisualTokens(new TokenGrid(1, count), tokens, new float[count]), tokens, attention);
  }
}
