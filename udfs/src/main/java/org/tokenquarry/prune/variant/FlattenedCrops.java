package org.tokenquarry.prune.variant;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.tokenquarry.numeric.Ranking;
import org.tokenquarry.prune.Codebook;
import org.tokenquarry.token.TokenMatrix;

/**
 * The tokens that are left of several crops (the tiles of a high-resolution image, the frames of a
 * video), as one sequence in the order of the crops, without grid or row newlines. This is the
 * published flatten variant of the threshold.
 *
 * @param kept for each crop the indices of the tokens kept, ascending; may be empty for a crop
 * @param tokens {@code [sum of kept, D]}: the tokens kept, crop after crop, at least one
 */
public record FlattenedCrops(List<int[]> kept, TokenMatrix tokens) {

  /**
   * Keeps the tokens of every crop with {@code max_j C_ij < threshold}. If there are none, the
   * least redundant token of all crops is kept; of equals the first.
   *
   * @param codebook n prototypes
   * @param crops {@code [L_c, D]} each, finite, at least one token in all
   * @param threshold cosine, in [0, 1]
   * @throws IllegalArgumentException if the threshold is out of range, there are no tokens, or they
   *     do not fit the codebook
   */
  public static FlattenedCrops of(Codebook codebook, List<TokenMatrix> crops, double threshold) {
    ProbingVariant.requireShare(threshold);
    List<double[]> scores = crops.stream().map(codebook::redundancy).toList();
    List<int[]> kept = new ArrayList<>();
    scores.forEach(crop -> kept.add(ProbingVariant.below(crop, threshold)));
    if (kept.stream().allMatch(crop -> crop.length == 0)) {
      int crop = leastRedundant(scores);
      kept.set(crop, new int[] {Ranking.indexOfSmallest(scores.get(crop))});
    }
    return new FlattenedCrops(List.copyOf(kept), join(crops, kept, codebook.dim()));
  }

  private static int leastRedundant(List<double[]> scores) {
    return IntStream.range(0, scores.size())
        .filter(crop -> scores.get(crop).length > 0)
        .boxed()
        .min((a, b) -> Double.compare(least(scores.get(a)), least(scores.get(b))))
        .orElseThrow(() -> new IllegalArgumentException("there are no tokens to choose from"));
  }

  private static double least(double[] scores) {
    return scores[Ranking.indexOfSmallest(scores)];
  }

  private static TokenMatrix join(List<TokenMatrix> crops, List<int[]> kept, int dim) {
    List<float[]> rows = new ArrayList<>();
    for (int crop = 0; crop < crops.size(); crop++) {
      for (int token : kept.get(crop)) {
        rows.add(crops.get(crop).row(token));
      }
    }
    return TokenMatrix.of(rows, dim);
  }
}
