package org.tokenquarry.experiment;

import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which tokens of an image are examined.
 *
 * @param ranks ranks by similarity to [CLS], from 1, ascending and distinct; empty means every
 *     token
 */
public record ProbeRule(List<Integer> ranks) implements Serializable {

  /** Every token. */
  public static final ProbeRule ALL = new ProbeRule(List.of());

  /**
   * The 96 ranks of 576 that the official scripts examine: 24 in a row, eight every 72, the last
   * eight.
   */
  public static final ProbeRule PUBLISHED =
      new ProbeRule(
          IntStream.concat(
                  IntStream.rangeClosed(1, 24),
                  IntStream.of(37, 73, 145, 217, 289, 361, 433, 505, 569)
                      .flatMap(first -> IntStream.range(first, first + 8)))
              .boxed()
              .toList());

  /** Copies the ranks. */
  public ProbeRule {
    ranks = List.copyOf(ranks);
  }

  /** The tokens to examine, ascending; ranks beyond the image's tokens are left out. */
  public int[] tokens(ClsRanking ranking) {
    int count = ranking.byRank().length;
    if (ranks.isEmpty()) {
      return IntStream.range(0, count).toArray();
    }
    return ranks.stream()
        .filter(rank -> rank <= count)
        .mapToInt(rank -> ranking.byRank()[rank - 1])
        .sorted()
        .toArray();
  }
}
