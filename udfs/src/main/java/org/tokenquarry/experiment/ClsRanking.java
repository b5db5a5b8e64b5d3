package org.tokenquarry.experiment;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The order of an image's tokens by their similarity to [CLS].
 *
 * @param byRank the token of each rank; element 0 is the most similar token (rank 1)
 * @param ranks the rank of each token, from 1
 */
public record ClsRanking(int[] byRank, int[] ranks) {

  /**
   * Ranks the tokens; equal cosines go to the lower token first.
   *
   * @param clsCosine {@code [N]}
   */
  public static ClsRanking of(float[] clsCosine) {
    int[] byRank =
        IntStream.range(0, clsCosine.length)
            .boxed()
            .sorted(
                Comparator.<Integer>comparingDouble(token -> -clsCosine[token])
                    .thenComparingInt(token -> token))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] ranks = new int[byRank.length];
    for (int i = 0; i < byRank.length; i++) {
      ranks[byRank[i]] = i + 1;
    }
    return new ClsRanking(byRank, ranks);
  }
}
