package org.tokenquarry.prune;

import java.util.Arrays;
import java.util.BitSet;
import org.tokenquarry.token.ImageFeatures;
import org.tokenquarry.token.TokenGrid;
import org.tokenquarry.token.TokenMatrix;

/**
 * Keeps one token of every distinct thing and fills up with background: a diverse choice among the
 * tokens that a redundancy codebook calls informative. TokenQuarry's own method.
 *
 * <p>With redundancy {@code r_i = max_j cos(v_i, b_j)} (arXiv 2503.20540) and the distance
 *
 * <pre>{@code d_ij = 1 - max(0, cos(v_i, v_j)) * exp(-|p_i - p_j|^2 / (2 s^2)),  s = 0.4 sqrt(N)}
 * </pre>
 *
 * where {@code p} is the place in the grid, so that alike tokens far apart count as two things:
 *
 * <ol>
 *   <li>{@link OtsuSplit} parts the image's tokens into informative and redundant ones by r.
 *   <li>Informative tokens, by falling {@code (1 - r_i)^2 * d(i, chosen)}, as long as one is at
 *       least 0.3 away from all chosen.
 *   <li>Redundant tokens, the farthest from all chosen first.
 *   <li>The other informative tokens, likewise.
 * </ol>
 *
 * <p>More tokens of what was already chosen would be a loss, not a gain: they change how much of
 * the picture each thing seems to fill, by which a model counts. Ties go to the lower index. One
 * product of the tokens with the prototypes, one with themselves, and m steps of {@code O(N)}:
 * {@code O(N (n + N) D + m N)}.
 *
 * @param codebook prototypes of the same projected space as the tokens
 */
public record CodebookDiversePruner(Codebook codebook) implements RankingPruner {

  /** The name in settings and tables. */
  public static final String NAME = "codebook-diverse";

  /** Tokens nearer than this say the same. */
  private static final double SAME = 0.3;

  /** s as a share of the side of a square grid of N tokens. */
  private static final double REACH = 0.4;

  @Override
  public String name() {
    return NAME;
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
