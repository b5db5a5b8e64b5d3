package org.tokenquarry.cluster;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * The nearest points of all points, put together from what searches found. The order in which pairs
 * come does not matter. Memory: {@code 12 N most} bytes.
 */
final class Neighbours {

  private final int most;
  private final int[] counts;
  private final int[] columns;
  private final double[] squares;

  Neighbours(int count, int most) {
    this.most = most;
    this.counts = new int[count];
    this.columns = new int[Math.multiplyExact(count, most)];
    this.squares = new double[columns.length];
  }

  /** Takes pairs; each pair may come once for each of its points. */
  void add(FoundPairs found) {
    for (int p = 0; p < found.rows().length; p++) {
      add(found.rows()[p], found.columns()[p], found.squares()[p]);
    }
  }

  private void add(int row, int column, double square) {
    int from = row * most;
    int place = from + counts[row];
    if (counts[row] == most) {
      place--;
      if (!before(square, column, place)) {
        return;
      }
    } else {
      counts[row]++;
    }
    for (; place > from && before(square, column, place - 1); place--) {
      squares[place] = squares[place - 1];
      columns[place] = columns[place - 1];
    }
    squares[place] = square;
    columns[place] = column;
  }

  /** Of equally near points those with lower numbers come first, so that the result is one. */
  private boolean before(double square, int column, int place) {
    return square < squares[place] || (square == squares[place] && column < columns[place]);
  }

  /** {@code [N]}: a point with a larger mean square is no neighbour; infinite where any may be. */
  double[] limits() {
    double[] limits = new double[counts.length];
    Arrays.setAll(
        limits,
        row -> counts[row] == most ? squares[(row + 1) * most - 1] : Double.POSITIVE_INFINITY);
    return limits;
  }

  /** The mean squares to the {@code k} nearest points, ascending; to all where there are fewer. */
  double[] nearest(int row, int k) {
    return Arrays.copyOfRange(squares, row * most, row * most + Math.min(k, counts[row]));
  }

  /** The mean square to the nearest denser point, if a neighbour is denser. */
  OptionalDouble denser(int row, DensityOrder order) {
    for (int place = row * most; place < row * most + counts[row]; place++) {
      if (order.denser(columns[place], row)) {
        return OptionalDouble.of(squares[place]);
      }
    }
    return OptionalDouble.empty();
  }
}
