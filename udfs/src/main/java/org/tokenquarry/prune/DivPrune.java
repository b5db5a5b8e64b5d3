package org.tokenquarry.prune;

import java.util.Arrays;
import org.tokenquarry.numeric.Ranking;
import org.tokenquarry.token.ImageFeatures;

/**
 * DivPrune (Alvar et al., CVPR 2025, arXiv 2503.02175): keeps tokens that are far apart, by the
 * greedy solution of the max-min diversity problem.
 *
 * <p>{@code d_ij = 1 - cos(v_i, v_j)}. The first token is the one whose nearest other token is
 * farthest away. Each next token is the one whose nearest chosen token is farthest away. {@code
 * O(N^2 D + m N)}. A token is not its own neighbour, even if another token is equal to it. Ties go
 * to the lower index.
 *
 * @param space which vectors are compared; in the paper the projected tokens
 */
public record DivPrune(Space space) implements RankingPruner {

  @Override
  public String name() {
    return space.named("divprune");
  }

  @Override
  public int[] rank(ImageFeatures image, int most) {
    return farthestFirst(Cosines.between(space.of(image)), most);
  }

  private static int[] farthestFirst(double[][] cosines, int most) {
    int count = cosines.length;
    int[] order = new int[most];
    boolean[] chosen = new boolean[count];
    order[0] = mostIsolated(cosines);
    chosen[order[0]] = true;
    double[] nearest = new double[count];
    Arrays.fill(nearest, Double.POSITIVE_INFINITY);
    for (int step = 1; step < most; step++) {
      double[] last = cosines[order[step - 1]];
      int best = -1;
      for (int i = 0; i < count; i++) {
        nearest[i] = Math.min(nearest[i], 1 - last[i]);
        if (!chosen[i] && (best < 0 || nearest[i] > nearest[best])) {
          best = i;
        }
      }
      order[step] = best;
      chosen[best] = true;
    }
    return order;
  }

  private static int mostIsolated(double[][] cosines) {
    double[] toNearest = new double[cosines.length];
    for (int i = 0; i < cosines.length; i++) {
      toNearest[i] = Double.NEGATIVE_INFINITY;
      for (int j = 0; j < cosines.length; j++) {
        if (j != i) {
          toNearest[i] = Math.max(toNearest[i], cosines[i][j]);
        }
      }
    }
    return Ranking.indexOfSmallest(toNearest);
  }
}
