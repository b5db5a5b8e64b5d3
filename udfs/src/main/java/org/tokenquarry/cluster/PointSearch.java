package org.tokenquarry.cluster;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Searches blocks of points for near ones: an executor's part of {@link BlockedDpcKnn}. One thread
 * uses it. Memory: the blocks, and some hundred bytes for each of their points.
 */
public final class PointSearch {

  private final Screen screen;
  private final ScreenProducts products;

  /**
   * Prepares a search.
   *
   * @param space where all points lie
   * @param products multiplies; stays with the caller
   */
  public PointSearch(PointSpace space, ScreenProducts products) {
    this.screen = space.screen();
    this.products = products;
  }

  /**
   * A block that is ready to be compared.
   *
   * @param first the number of its first point among all
   * @param points its points
   */
  public record Ready(int first, ScreenedPoints points) {}

  /** Prepares a block, for any number of comparisons. */
  public Ready ready(PointBlock block) {
    return new Ready(block.first(), new ScreenedPoints(block.points(), screen));
  }

  /**
   * What is known when a search begins.
   *
   * @param most how many neighbours of a point are asked for, the point itself included
   * @param squares {@code [N]}: mean squares above which a point has neighbours enough
   * @param farthest a mean square that is known to occur
   */
  public record Known(int most, double[] squares, double farthest) implements Serializable {

    private double[] of(Ready block) {
      return Arrays.copyOfRange(squares, block.first(), block.first() + block.points().count());
    }
  }

  /**
   * Finds neighbours of the points of one block in the other, both ways.
   *
   * @param left a block
   * @param right another one, or the same object for the pairs within it
   * @return at most {@code most} for each point
   */
  public FoundPairs neighbours(Ready left, Ready right, Known known) {
    boolean same = left.points() == right.points();
    Nearest ofRows = new Nearest(left.points(), known.most(), known.of(left));
    Nearest ofColumns = same ? ofRows : new Nearest(right.points(), known.most(), known.of(right));
    Farthest farthest = new Farthest(left.points(), right.points(), known.farthest());
    products.of(
        left.points(),
        right.points(),
        new PairScan(
            left.points(), right.points(), ofRows, ofColumns, PairScan.Filter.ALL, farthest));
    FoundPairs.Builder found = new FoundPairs.Builder();
    ofRows.settle(
        right.points(), (i, j, square) -> found.add(left.first() + i, right.first() + j, square));
    long decided = ofRows.decided() + farthest.decided();
    if (!same) {
      ofColumns.settle(
          left.points(), (j, i, square) -> found.add(right.first() + j, left.first() + i, square));
      decided += ofColumns.decided();
    }
    long rows = left.points().count();
    long pairs = same ? rows * (rows + 1) / 2 : rows * right.points().count();
    return found.with(farthest.square(), PairWork.of(pairs, screen.dim(), decided));
  }

  /**
   * Finds the nearest denser point of some points in a block.
   *
   * @param numbers the points' numbers among all
   * @param left these points; {@code first} is not read
   * @param right the block
   * @param order says who is denser
   * @param squares {@code [n]}: for each of the points the mean square to the nearest denser one so
   *     far; infinite if none is known
   * @return at most one for each point, none that is farther than the one before
   */
  public FoundPairs denser(
      int[] numbers, Ready left, Ready right, DensityOrder order, double[] squares) {
    return nearest(
        left,
        right,
        squares,
        (i, j) -> order.denser(right.first() + j, numbers[i]),
        (found, i, j, square) -> found.add(numbers[i], right.first() + j, square));
  }

  /**
   * Finds the nearest centre of each point of a block; of equally near ones the lowest cluster.
   *
   * @param block the points
   * @param centres all centres, in the order of clusters
   * @return one pair for each point: its number, and its cluster
   */
  public FoundPairs labels(Ready block, Ready centres) {
    double[] open = new double[block.points().count()];
    Arrays.fill(open, Double.POSITIVE_INFINITY);
    return nearest(
        block,
        centres,
        open,
        PairScan.Filter.ALL,
        (found, i, cluster, square) -> found.add(block.first() + i, cluster, square));
  }

  private interface Naming {
    void add(FoundPairs.Builder found, int row, int column, double square);
  }

  /** The nearest allowed point on the right of each point on the left. */
  private FoundPairs nearest(
      Ready left, Ready right, double[] limits, PairScan.Filter filter, Naming naming) {
    Nearest nearest = new Nearest(left.points(), 1, limits);
    products.of(
        left.points(),
        right.points(),
        new PairScan(left.points(), right.points(), nearest, null, filter, null));
    FoundPairs.Builder found = new FoundPairs.Builder();
    nearest.settle(right.points(), (i, j, square) -> naming.add(found, i, j, square));
    long pairs = (long) left.points().count() * right.points().count();
    return found.with(0, PairWork.of(pairs, screen.dim(), nearest.decided()));
  }
}
