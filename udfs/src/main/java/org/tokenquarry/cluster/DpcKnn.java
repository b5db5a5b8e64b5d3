package org.tokenquarry.cluster;

import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.tokenquarry.numeric.PairwiseSum;
import org.tokenquarry.numeric.Vectors;
import org.tokenquarry.token.TokenMatrix;

/**
 * Density peaks clustering with k nearest neighbours (Rodriguez and Laio 2014; Du et al. 2016), in
 * the form of TCFormer and Chat-UniVi, which the authors of the codebook use.
 *
 * <ol>
 *   <li>{@code d_ij = ||x_i - x_j|| / sqrt(D)}
 *   <li>density {@code rho_i = exp(-mean of d^2 over the k nearest)}, the point itself among them
 *   <li>{@code delta_i}: the distance to the nearest denser point; for the densest point the
 *       largest distance between any two points
 *   <li>centres: the largest {@code rho * delta}
 *   <li>each point belongs to its nearest centre (not to the cluster of its denser neighbour), each
 *       centre to itself
 * </ol>
 *
 * <p>Nothing is random: of equal densities the lower index counts as the denser one, so that the
 * order is total; of equal scores the lower index comes first; of equally near centres the lower
 * cluster is taken. So two equal points are both centres only if no other point has a positive
 * score. Everything is computed in double, so {@code rho} underflows only above a mean {@code d^2}
 * of 745 (in the published float32 code: 87).
 *
 * <p>Time {@code O(N^2 D)}, memory {@code O(64 N)} per thread. Distances are computed twice, once
 * for densities and once for deltas, so that no N by N matrix is needed. Instances are immutable.
 */
public final class DpcKnn {

  /** How often each point is visited: once for its density, once for its delta. */
  public static final int VISITS = 2;

  private enum Threads {
    CALLER,
    COMMON_POOL
  }

  private final DpcKnnSettings settings;
  private final Threads threads;
  private final IntConsumer visited;

  /** Clusters on the calling thread alone, for the task of an executor. */
  public DpcKnn(DpcKnnSettings settings) {
    this(settings, Threads.CALLER, points -> {});
  }

  private DpcKnn(DpcKnnSettings settings, Threads threads, IntConsumer visited) {
    this.settings = settings;
    this.threads = threads;
    this.visited = visited;
  }

  /** The same clustering on the common pool, for a driver. Results have the same bits. */
  public DpcKnn inParallel() {
    return new DpcKnn(settings, Threads.COMMON_POOL, visited);
  }

  /**
   * The same clustering with reports of its progress.
   *
   * @param visited receives numbers of points, from any thread; their sum at the end is {@code
   *     VISITS * N}
   */
  public DpcKnn telling(IntConsumer visited) {
    return new DpcKnn(settings, threads, visited);
  }

  /**
   * Clusters points as they are, unnormalised.
   *
   * @param points {@code [N, D]}, N at least 1, finite
   * @return {@code min(clusters, N)} clusters
   * @throws IllegalArgumentException if there is no point or an element is NaN or infinite
   */
  public Clustering cluster(TokenMatrix points) {
    if (points.count() == 0) {
      throw new IllegalArgumentException("there is nothing to cluster: no points");
    }
    if (!points.finite()) {
      throw new IllegalArgumentException("points to cluster hold NaN or infinite elements");
    }
    Vectors vectors = Vectors.of(points);
    int count = points.count();
    double[] density = new double[count];
    double[] farthest = new double[count];
    forEachRow(
        vectors,
        count,
        (i, squares) -> {
          farthest[i] = Arrays.stream(squares).max().orElseThrow();
          density[i] = density(squares);
        });
    double largest = Math.sqrt(Arrays.stream(farthest).max().orElseThrow());
    double[] delta = new double[count];
    forEachRow(vectors, count, (i, squares) -> delta[i] = delta(i, squares, density, largest));
    int[] centres = DensityPeaks.centres(density, delta, settings.clusters());
    return new Clustering(labels(meanSquares(vectors, centres), centres), centres, density, delta);
  }

  private interface RowTask {
    /** Rows are visited once each, in any order; {@code squares} may be changed. */
    void accept(int i, double[] squares);
  }

  private void forEachRow(Vectors points, int count, RowTask task) {
    IntStream blocks = IntStream.range(0, (count + PairwiseSum.ROWS - 1) / PairwiseSum.ROWS);
    (threads == Threads.COMMON_POOL ? blocks.parallel() : blocks)
        .forEach(
            block -> {
              int from = block * PairwiseSum.ROWS;
              int[] rows =
                  IntStream.range(from, Math.min(from + PairwiseSum.ROWS, count)).toArray();
              double[][] squares = meanSquares(points, rows);
              for (int r = 0; r < rows.length; r++) {
                task.accept(rows[r], squares[r]);
              }
              visited.accept(rows.length);
            });
  }

  /** {@code d^2} of some points to all: {@code [rows.length][N]}. */
  private static double[][] meanSquares(Vectors points, int[] rows) {
    double[][] squares = PairwiseSum.SQUARED_DIFFERENCES.of(points, rows, points, 0);
    for (double[] row : squares) {
      for (int j = 0; j < row.length; j++) {
        row[j] /= points.dim();
      }
    }
    return squares;
  }

  private double density(double[] squares) {
    int k = Math.min(settings.neighbours(), squares.length);
    double[] nearest = new double[k];
    System.arraycopy(squares, 0, nearest, 0, k);
    Arrays.sort(nearest);
    for (int j = k; j < squares.length; j++) {
      if (squares[j] < nearest[k - 1]) {
        insert(nearest, squares[j]);
      }
    }
    return DensityPeaks.density(nearest);
  }

  private static void insert(double[] ascending, double value) {
    int place = ascending.length - 1;
    while (place > 0 && ascending[place - 1] > value) {
      ascending[place] = ascending[place - 1];
      place--;
    }
    ascending[place] = value;
  }

  private static double delta(int i, double[] squares, double[] density, double largest) {
    DensityOrder order = new DensityOrder(density);
    double nearest = Double.POSITIVE_INFINITY;
    for (int j = 0; j < squares.length; j++) {
      if (order.denser(j, i) && squares[j] < nearest) {
        nearest = squares[j];
      }
    }
    return nearest == Double.POSITIVE_INFINITY ? largest : Math.sqrt(nearest);
  }

  private static int[] labels(double[][] squares, int[] centres) {
    int[] labels = new int[squares[0].length];
    for (int i = 0; i < labels.length; i++) {
      for (int c = 1; c < centres.length; c++) {
        if (squares[c][i] < squares[labels[i]][i]) {
          labels[i] = c;
        }
      }
    }
    for (int c = 0; c < centres.length; c++) {
      labels[centres[c]] = c;
    }
    return labels;
  }
}
