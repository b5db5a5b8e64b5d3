package org.tokenquarry.experiment;

import com.fasterxml.jackson.annotation.JsonValue;
import java.io.Serializable;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  /** The 96 of 576 ranks that the official scripts examine: the first 24, then groups of eight. */
  public static final ProbeRule PUBLISHED =
      new ProbeRule(
          IntStream.concat(
                  IntStream.rangeClosed(1, 24),
                  IntStream.of(37, 73, 145, 217, 289, 361, 433, 505, 569)
                      .flatMap(first -> IntStream.range(first, first + 8)))
              .boxed()
              .toList());

  private static final String ALL_WORD = "all";
  private static final int LARGEST = 1_000_000;
  private static final Pattern RANGE = Pattern.compile("(\\d{1,7})(?:-(\\d{1,7}))?");

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

  /** How many tokens of an image of {@code tokens} tokens are examined. */
  public int count(int tokens) {
    return ranks.isEmpty()
        ? tokens
        : Math.toIntExact(ranks.stream().filter(rank -> rank <= tokens).count());
  }

  /**
   * Reads ranks and ranges of ranks.
   *
   * @param words {@code all} alone, or ranks ({@code 73}) and ranges ({@code 1-24})
   * @throws IllegalArgumentException for anything else
   */
  public static ProbeRule parse(List<String> words) {
    if (words.equals(List.of(ALL_WORD))) {
      return ALL;
    }
    NavigableSet<Integer> ranks = new TreeSet<>();
    for (String word : words) {
      Matcher range = RANGE.matcher(word.strip());
      if (!range.matches()) {
        throw new IllegalArgumentException(word);
      }
      int first = Integer.parseInt(range.group(1));
      int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
      if (first < 1 || last < first || last > LARGEST) {
        throw new IllegalArgumentException(word);
      }
      IntStream.rangeClosed(first, last).forEach(ranks::add);
    }
    if (ranks.isEmpty()) {
      throw new IllegalArgumentException("no rank");
    }
    return new ProbeRule(List.copyOf(ranks));
  }

  /** {@code "all"}, or the list of ranks: the form that digests are made of. */
  @JsonValue
  public Object canonical() {
    return ranks.isEmpty() ? ALL_WORD : ranks;
  }
}
