package org.tokenquarry.config;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which tokens of an image are probed, by rank of their cosine to [CLS], 1 = most similar.
 *
 * @param ranks ascending, each once, from 1; empty for all tokens
 */
public record ProbedRanks(List<Integer> ranks) {

  /** Every token of an image. */
  public static final ProbedRanks ALL = new ProbedRanks(List.of());

  private static final String ALL_WORD = "all";
  private static final int LARGEST = 1_000_000;
  private static final Pattern RANGE = Pattern.compile("(\\d{1,7})(?:-(\\d{1,7}))?");

  /** Copies the list. */
  public ProbedRanks {
    ranks = List.copyOf(ranks);
  }

  /**
   * Reads ranks and ranges of ranks.
   *
   * @param words {@code all} alone, or ranks ({@code 73}) and ranges ({@code 1-24})
   * @throws IllegalArgumentException for anything else
   */
  static ProbedRanks parse(List<String> words) {
    if (words.equals(List.of(ALL_WORD))) {
      return ALL;
    }
    TreeSet<Integer> ranks = new TreeSet<>();
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
      for (int rank = first; rank <= last; rank++) {
        ranks.add(rank);
      }
    }
    if (ranks.isEmpty()) {
      throw new IllegalArgumentException("no rank");
    }
    return new ProbedRanks(List.copyOf(ranks));
  }

  /** Whether every token is probed. */
  public boolean all() {
    return ranks.isEmpty();
  }

  /** Whether the token of this rank, counted from 1, is probed. */
  public boolean includes(int rank) {
    return all() || ranks.contains(rank);
  }

  /** {@code "all"}, or the list of ranks. */
  @JsonValue
  public Object canonical() {
    return all() ? ALL_WORD : ranks;
  }
}
