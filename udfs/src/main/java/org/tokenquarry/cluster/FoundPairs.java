package org.tokenquarry.cluster;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * Pairs of points that a search of some blocks found, with exact distances.
 *
 * @param rows points, by their numbers among all
 * @param columns a neighbour of each
 * @param squares the mean square of the differences of each pair
 * @param farthest the largest mean square of any pair of the blocks, or a smaller one if that does
 *     not exceed the one that was known before
 * @param work what the search cost
 */
public record FoundPairs(
    int[] rows, int[] columns, double[] squares, double farthest, PairWork work)
    implements Serializable {

  /** What several searches found, at least one. */
  public static FoundPairs together(List<FoundPairs> parts) {
    return new FoundPairs(
        parts.stream().flatMapToInt(part -> Arrays.stream(part.rows)).toArray(),
        parts.stream().flatMapToInt(part -> Arrays.stream(part.columns)).toArray(),
        parts.stream().flatMapToDouble(part -> Arrays.stream(part.squares)).toArray(),
        parts.stream().mapToDouble(FoundPairs::farthest).max().orElseThrow(),
        parts.stream().map(FoundPairs::work).reduce(PairWork.NONE, PairWork::plus));
  }

  /** Collects pairs. */
  static final class Builder {

    private int[] rows = new int[64];
    private int[] columns = new int[64];
    private double[] squares = new double[64];
    private int count;

    void add(int row, int column, double square) {
      if (count == rows.length) {
        rows = Arrays.copyOf(rows, 2 * count);
        columns = Arrays.copyOf(columns, 2 * count);
        squares = Arrays.copyOf(squares, 2 * count);
      }
      rows[count] = row;
      columns[count] = column;
      squares[count++] = square;
    }

    FoundPairs with(double farthest, PairWork work) {
      return new FoundPairs(
          Arrays.copyOf(rows, count),
          Arrays.copyOf(columns, count),
          Arrays.copyOf(squares, count),
          farthest,
          work);
    }
  }
}
