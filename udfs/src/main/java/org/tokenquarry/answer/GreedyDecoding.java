package org.tokenquarry.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.tokenquarry.numeric.Ranking;

/**
 * Greedy decoding of B answers at once: each answer goes on with its most probable token, until it
 * ends or is long enough. Holds no native memory.
 */
final class GreedyDecoding {

  private final float[][] first;
  private final long[] endIds;
  private final int maxTokens;
  private final List<long[]> columns = new ArrayList<>();
  private final boolean[] ended;

  /**
   * Takes the first token of each answer.
   *
   * @param first {@code [B][V]}: logits of the first token
   * @param endIds tokens that end an answer
   * @param maxTokens how many tokens an answer may have; 0 where only {@code first} is of interest
   */
  GreedyDecoding(float[][] first, long[] endIds, int maxTokens) {
    this.first = first;
    this.endIds = endIds;
    this.maxTokens = maxTokens;
    this.ended = new boolean[first.length];
    if (maxTokens > 0) {
      append(first);
    }
  }

  /** Says whether some answer needs another token. */
  boolean goesOn() {
    return columns.size() < maxTokens && !IntStream.range(0, ended.length).allMatch(i -> ended[i]);
  }

  /** {@code [B]}: the last token of each answer. */
  long[] last() {
    return columns.get(columns.size() - 1);
  }

  /** Appends to each answer its most probable token; logits are {@code [B][V]}. */
  void append(float[][] logits) {
    long[] column = new long[logits.length];
    for (int i = 0; i < column.length; i++) {
      long id = Ranking.indexOfLargest(logits[i]);
      column[i] = id;
      ended[i] |= LongStream.of(endIds).anyMatch(end -> end == id);
    }
    columns.add(column);
  }

  /** One answer a sequence. */
  List<ModelAnswer> answers() {
    return IntStream.range(0, first.length)
        .mapToObj(i -> new ModelAnswer(first[i], ids(i)))
        .toList();
  }

  private long[] ids(int row) {
    return columns.stream()
        .mapToLong(column -> column[row])
        .takeWhile(id -> LongStream.of(endIds).noneMatch(end -> end == id))
        .toArray();
  }
}
