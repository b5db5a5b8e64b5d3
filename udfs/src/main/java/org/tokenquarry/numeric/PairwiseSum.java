package org.tokenquarry.numeric;

/**
 * A sum over the dimensions for each pair of vectors: the inner loop of clustering and of probing.
 *
 * <p>Sums are taken in double over ascending dimensions, whatever the tiling, from 0. So a pair has
 * the same sum in any block of rows, and {@code (i, j)} has the bits of {@code (j, i)}.
 */
public enum PairwiseSum {

  /** {@code sum_d x_d y_d}. */
  PRODUCTS {
    @Override
    void addFour(double[] sums, int width, double[][] tile, double[] point, int d) {
      double[] a = tile[d];
      double[] b = tile[d + 1];
      double[] c = tile[d + 2];
      double[] e = tile[d + 3];
      double pa = point[d];
      double pb = point[d + 1];
      double pc = point[d + 2];
      double pe = point[d + 3];
      for (int j = 0; j < width; j++) {
        sums[j] = sums[j] + pa * a[j] + pb * b[j] + pc * c[j] + pe * e[j];
      }
    }
  },

  /**
   * {@code sum_d (x_d - y_d)^2}. Differences are taken directly, not through dot products, whose
   * cancellation would turn equal vectors into distant ones.
   */
  SQUARED_DIFFERENCES {
    @Override
    void addFour(double[] sums, int width, double[][] tile, double[] point, int d) {
      double[] a = tile[d];
      double[] b = tile[d + 1];
      double[] c = tile[d + 2];
      double[] e = tile[d + 3];
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
  };

  /** How many vectors of the left side to ask for at once: each tile is then used so often. */
  public static final int ROWS = 64;

  // A tile of DEPTH x WIDTH doubles and its sums stay within the second-level cache.
  private static final int WIDTH = 256;
  private static final int DEPTH = 64;

  /** Dimensions that are added in one pass over the sums, which spares loads and stores. */
  private static final int AT_ONCE = 4;

  /**
   * The sums of some vectors with all others.
   *
   * @param left vectors of width D
   * @param rows which of them
   * @param right N vectors of width D
   * @param first the vector of {@code right} to begin with; sums with those before it are 0
   * @return {@code [rows.length, N]}; memory is that and one tile
   */
  public double[][] of(Vectors left, int[] rows, Vectors right, int first) {
    int count = right.count();
    int depth = Math.min(DEPTH, (right.dim() + AT_ONCE - 1) / AT_ONCE * AT_ONCE);
    double[][] all = new double[rows.length][count];
    double[][] tile = new double[depth][Math.min(WIDTH, count)];
    double[] sums = new double[WIDTH];
    double[] point = new double[depth];
    for (int from = first; from < count; from += WIDTH) {
      int width = Math.min(WIDTH, count - from);
      for (int start = 0; start < right.dim(); start += depth) {
        transpose(right, from, width, start, tile, point);
        for (int r = 0; r < rows.length; r++) {
          left.read(rows[r], start, point);
          System.arraycopy(all[r], from, sums, 0, width);
          for (int d = 0; d < depth; d += AT_ONCE) {
            addFour(sums, width, tile, point, d);
          }
          System.arraycopy(sums, 0, all[r], from, width);
        }
      }
    }
    return all;
  }

  /**
   * Dimensions beyond D are zero on both sides. They add +0, and a sum that began at +0 is never
   * -0, so they change no bit.
   */
  private static void transpose(
      Vectors vectors, int from, int width, int start, double[][] tile, double[] vector) {
    for (int j = 0; j < width; j++) {
      vectors.read(from + j, start, vector);
      for (int d = 0; d < vector.length; d++) {
        tile[d][j] = vector[d];
      }
    }
  }

  /**
   * Adds four dimensions, the lowest first.
   *
   * @param tile {@code [dimension][vector]}
   * @param point of one vector of the left side
   * @param d the first of the four
   */
  abstract void addFour(double[] sums, int width, double[][] tile, double[] point, int d);
}
