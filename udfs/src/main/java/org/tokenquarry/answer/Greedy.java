package org.tokenquarry.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.tokenquarry.numeric.Ranking;

/** The answers of a batch as they grow: always the most probable token. */
final class Greedy {

  private final float[][] first;
  private final long[] endIds;
  private final int maxTokens;
  private final List<long[]> columns = new ArrayList<>();
  private final boolean[] ended;

  /**
   * Begins.
   *
   * @param first {@code [B][V]}: logits of the first token
   */
  Greedy(float[][] first, long[] endIds, int maxTokens) {
    this.first = first;
    this.endIds = endIds;
    this.maxTokens = maxTokens;
    this.ended = new boolean[first.length];
    if (maxTokens > 0) {
      append(first);
    }
  }

  /** Whether another token is wanted. */
  boolean goesOn() {
    return columns.size() < maxTokens && !IntStream.range(0, ended.length).allMatch(i -> ended[i]);
  }

  /** {@code [B]}: the tokens that were said last. */
  long[] last() {
    return columns.get(columns.size() - 1);
  }

  /** Takes the most probable tokens of {@code [B][V]}. */
  void append(float[][] logits) {
    long[] column = new long[logits.length];
    for (int i = 0; i < column.length; i++) {
      long id = Ranking.indexOfLargest(logits[i]);
      column[i] = id;
      ended[i] |= LongStream.of(endIds).anyMatch(end -> end == id);
    }
    columns.add(column);
  }

  /** One reply a sequence. */
  Reply[] replies() {
    return IntStream.range(0, first.length)
        .mapToObj(i -> new Reply(first[i], answer(i)))
        .toArray(Reply[]::new);
  }

  private long[] answer(int row) {
    return columns.stream()
        .mapToLong(column -> column[row])
        .takeWhile(id -> LongStream.of(endIds).noneMatch(end -> end == id))
        .toArray();
  }
}
