package org.tokenquarry.prune;

import java.util.Arrays;
import java.util.BitSet;
import org.tokenquarry.token.ImageFeatures;
import org.tokenquarry.token.TokenGrid;
import org.tokenquarry.token.TokenMatrix;

/**
 * Keeps one token of every distinct thing and uses the rest of the budget for background. It is a
 * diverse choice among the tokens that are informative by a redundancy codebook. TokenQuarry's own
 * method.
 *
 * <p>With redundancy {@code r_i = max_j cos(v_i, b_j)} (arXiv 2503.20540) and the distance
 *
 * <pre>{@code d_ij = 1 - max(0, cos(v_i, v_j)) * exp(-|p_i - p_j|^2 / (2 s^2)),  s = 0.4 sqrt(N)}
 * </pre>
 *
 * where {@code p} is the place in the grid, so that two similar tokens far apart count as two
 * things, tokens are chosen in this order:
 *
 * <ol>
 *   <li>{@link OtsuSplit} divides the image's tokens into informative and redundant ones by r.
 *   <li>Informative tokens, by falling {@code (1 - r_i)^2 * d(i, chosen)}, as long as there is one
 *       at a distance of at least 0.3 from all chosen ones.
 *   <li>Redundant tokens, the farthest from all chosen ones first.
 *   <li>The other informative tokens, likewise.
 * </ol>
 *
 * <p>More tokens of a thing that is already kept do harm: they change how much of the picture each
 * thing seems to fill, and a model counts by that. Ties go to the lower index. The time is that of
 * the cosines to the prototypes, of the cosines between tokens, and of m steps of {@code O(N)}:
 * {@code O(N (n + N) D + m N)}.
 *
 * @param codebook prototypes of the same projected space as the tokens
 */
public record CodebookDiversePruner(Codebook codebook) implements RankingPruner {

  /** The name in settings and tables. */
  public static final String NAME = "codebook-diverse";

  /** Tokens that are nearer than this show the same thing. */
  public static final double SAME = 0.3;

  /** s as a share of the side of a square grid of N tokens. */
  public static final double REACH = 0.4;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean needsGrid() {
    return true;
  }

  @Override
  public int[] rank(ImageFeatures image, int most) {
    TokenMatrix tokens = image.tokens().projected();
    double[] redundancy = codebook.redundancy(tokens);
    BitSet redundant = OtsuSplit.upper(redundancy);
    BitSet informative = (BitSet) redundant.clone();
    informative.flip(0, redundancy.length);
    double[] weights = Arrays.stream(redundancy).map(r -> (1 - r) * (1 - r)).toArray();
    FarthestFirst choice = new FarthestFirst(distances(tokens, image.tokens().grid()), most);
    choice.add(informative, weights, SAME);
    choice.add(redundant);
    choice.add(informative);
    return choice.order();
  }

  private static double[][] distances(TokenMatrix tokens, TokenGrid grid) {
    double[][] distances = Cosines.between(tokens);
    double spread = 2 * REACH * REACH * grid.size();
    for (int i = 0; i < distances.length; i++) {
      for (int j = 0; j < distances.length; j++) {
        int rows = grid.row(i) - grid.row(j);
        int cols = grid.col(i) - grid.col(j);
        double near = Math.exp(-(rows * rows + cols * cols) / spread);
        // A cosine may exceed 1 by its rounding.
        distances[i][j] = Math.max(0, 1 - Math.max(0, distances[i][j]) * near);
      }
    }
    return distances;
  }
}
