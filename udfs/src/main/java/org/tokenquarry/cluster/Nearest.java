package org.tokenquarry.cluster;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The nearest points of each of some points: found by bounds of distances, decided in double.
 *
 * <p>A candidate is kept while its lower bound does not exceed the limit of its row: the {@code
 * most}-th smallest upper bound so far. When a row is full, candidates beyond the limit are
 * dropped; if that does not help (duplicates, equal distances), distances are computed in double,
 * which leaves {@code most} of them. So memory is bounded, and what is left at the end is exact,
 * whatever the order of the offers.
 */
final class Nearest {

  private static final int ROOM = 3;
  private static final int LEAST_ROOM = 12;

  private final ScreenedPoints rows;
  private final int most;
  private final int room;
  private final double[] limits;
  private final int[] counts;
  private final int[] columns;
  private final double[] lows;
  private final double[] highs;

  /** NaN where the distance was not computed yet. */
  private final double[] squares;

  private long decided;

  /**
   * Begins with empty lists.
   *
   * @param most how many are asked for, at least 1
   * @param limits {@code [rows]}: mean squares above which nobody is interested; infinite where
   *     everybody is
   */
  Nearest(ScreenedPoints rows, int most, double[] limits) {
    this.rows = rows;
    this.most = most;
    this.room = Math.max(LEAST_ROOM, ROOM * most);
    this.counts = new int[rows.count()];
    this.columns = new int[rows.count() * room];
    this.lows = new double[columns.length];
    this.highs = new double[columns.length];
    this.squares = new double[columns.length];
    // The units round, so the limit has some room.
    this.limits =
        Arrays.stream(limits).map(square -> rows.screen().units(square) * (1 + 0x1p-40)).toArray();
  }

  /**
   * A pair whose lower bound is above is of no interest, in the units of the screen. Where so many
   * are at distance zero as are asked for, nobody is nearer.
   */
  double limit(int row) {
    return limits[row] == 0 ? Double.NEGATIVE_INFINITY : limits[row];
  }

  /** How many distances were computed in double. */
  long decided() {
    return decided;
  }

  /**
   * Takes a candidate that lies within the limit.
   *
   * @param column the point of the right side
   * @param low the squared distance is not smaller, in the units of the screen
   * @param high and not larger
   */
  void offer(int row, int column, double low, double high, ScreenedPoints right) {
    if (counts[row] == room) {
      prune(row);
      if (counts[row] > room - most) {
        decide(row, right);
      }
      if (low > limit(row)) {
        return;
      }
    }
    int place = row * room + counts[row]++;
    columns[place] = column;
    lows[place] = low;
    highs[place] = high;
    squares[place] = Double.NaN;
  }

  /**
   * Ends: computes what is left in double.
   *
   * @param right the points that were offered
   * @param entries receives what each row found, at most {@code most} for each, the nearest first
   */
  void settle(ScreenedPoints right, Entries entries) {
    for (int row = 0; row < counts.length; row++) {
      if (counts[row] > 0) {
        prune(row);
        decide(row, right);
        for (int place = row * room; place < row * room + counts[row]; place++) {
          entries.accept(row, columns[place], squares[place]);
        }
      }
      counts[row] = 0;
    }
  }

  /** Receives what was found. */
  @FunctionalInterface
  interface Entries {
    /** Takes a neighbour of a row; {@code square} is the mean square of the differences. */
    void accept(int row, int column, double square);
  }

  private void prune(int row) {
    int from = row * room;
    int count = counts[row];
    if (count > most) {
      double[] sorted = Arrays.copyOfRange(highs, from, from + count);
      Arrays.sort(sorted);
      limits[row] = Math.min(limits[row], sorted[most - 1]);
    }
    int left = 0;
    for (int place = from; place < from + count; place++) {
      if (lows[place] <= limits[row]) {
        move(place, from + left++);
      }
    }
    counts[row] = left;
  }

  private void move(int from, int to) {
    columns[to] = columns[from];
    lows[to] = lows[from];
    highs[to] = highs[from];
    squares[to] = squares[from];
  }

  /** Leaves the {@code most} nearest, of equally near ones those with lower numbers. */
  private void decide(int row, ScreenedPoints right) {
    int from = row * room;
    int count = counts[row];
    compute(row, right);
    sort(from, from + count);
    int left = Math.min(count, most);
    for (int place = from; place < from + left; place++) {
      double units = rows.screen().units(squares[place]);
      lows[place] = units * (1 - 0x1p-40);
      highs[place] = units * (1 + 0x1p-40);
    }
    counts[row] = left;
    if (left == most) {
      limits[row] = Math.min(limits[row], highs[from + most - 1]);
    }
  }

  /** The nearest first; bounds are left where they are, they are set anew. */
  private void sort(int from, int to) {
    for (int next = from + 1; next < to; next++) {
      int column = columns[next];
      double square = squares[next];
      int place = next;
      while (place > from
          && (squares[place - 1] > square
              || (squares[place - 1] == square && columns[place - 1] > column))) {
        columns[place] = columns[place - 1];
        squares[place] = squares[place - 1];
        place--;
      }
      columns[place] = column;
      squares[place] = square;
    }
  }

  private void compute(int row, ScreenedPoints right) {
    int from = row * room;
    int[] open =
        IntStream.range(from, from + counts[row])
            .filter(place -> Double.isNaN(squares[place]))
            .toArray();
    int[] which = Arrays.stream(open).map(place -> columns[place]).toArray();
    double[] computed = rows.squares(row, right, which);
    for (int i = 0; i < open.length; i++) {
      squares[open[i]] = computed[i];
    }
    decided += open.length;
  }
}
