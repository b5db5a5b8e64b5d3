package org.tokenquarry.cluster;

import java.util.Arrays;
import org.tokenquarry.token.TokenMatrix;

/**
 * Mean squared differences {@code ||x_i - x_j||^2 / D} of a few points to all points.
 *
 * <p>Differences are taken directly, not through a Gram matrix, whose cancellation would turn equal
 * points into distant ones. They are summed in double over ascending dimensions, whatever the
 * blocking, so that {@code d(i, j)} equals {@code d(j, i)} bit by bit.
 */
final class PairwiseDistances {

  // A tile of DEPTH x WIDTH doubles and its accumulators stay within the second-level cache.
  private static final int WIDTH = 256;
  private static final int DEPTH = 64;

  private final TokenMatrix points;

  PairwiseDistances(TokenMatrix points) {
    this.points = points;
  }

  /** {@code [rows.length, N]}; memory is that and one tile. */
  double[][] toAll(int[] rows) {
    int count = points.count();
    double[][] squares = new double[rows.length][count];
    double[][] tile = new double[DEPTH][WIDTH];
    double[] sums = new double[WIDTH];
    double[] point = new double[DEPTH];
    for (int from = 0; from < count; from += WIDTH) {
      int width = Math.min(WIDTH, count - from);
      for (int start = 0; start < points.dim(); start += DEPTH) {
        transpose(from, width, start, tile);
        for (int r = 0; r < rows.length; r++) {
          part(rows[r], start, point);
          System.arraycopy(squares[r], from, sums, 0, width);
          addSquares(sums, tile, point, width);
          System.arraycopy(sums, 0, squares[r], from, width);
        }
      }
    }
    for (double[] row : squares) {
      for (int j = 0; j < count; j++) {
        row[j] /= points.dim();
      }
    }
    return squares;
  }

  // Dimensions beyond D are zero on both sides and add nothing.
  private void transpose(int from, int width, int start, double[][] tile) {
    float[] values = points.values();
    int depth = Math.min(DEPTH, points.dim() - start);
    for (int j = 0; j < width; j++) {
      int offset = (from + j) * points.dim() + start;
      for (int d = 0; d < depth; d++) {
        tile[d][j] = values[offset + d];
      }
    }
    for (int d = depth; d < DEPTH; d++) {
      Arrays.fill(tile[d], 0, width, 0);
    }
  }

  private void part(int row, int start, double[] point) {
    for (int d = 0; d < DEPTH; d++) {
      point[d] = start + d < points.dim() ? points.at(row, start + d) : 0;
    }
  }

  // Four dimensions at a time spare loads and stores of the sums; the order of additions is kept.
  private static void addSquares(double[] sums, double[][] tile, double[] point, int width) {
    for (int d = 0; d < DEPTH; d += 4) {
      addFour(sums, tile[d], tile[d + 1], tile[d + 2], tile[d + 3], point, d, width);
    }
  }

  private static void addFour(
      double[] sums,
      double[] a,
      double[] b,
      double[] c,
      double[] e,
      double[] point,
      int d,
      int width) {
    double pa = point[d];
    double pb = point[d + 1];
    double pc = point[d + 2];
    double pe = point[d + 3];
    for (int j = 0; j < width; j++) {
      double da = a[j] - pa;
      double db = b[j] - pb;
      double dc = c[j] - pc;
      double de = e[j] - pe;
      sums[j] = sums[j] + da * da + db * db + dc * dc + de * de;
    }
  }
}
