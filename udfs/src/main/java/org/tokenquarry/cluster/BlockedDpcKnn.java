package org.tokenquarry.cluster;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * {@link DpcKnn} for points that lie in blocks, which others compare.
 *
 * <ol>
 *   <li>Every pair of blocks of a cell is compared once, for the nearest points of both sides and
 *       for the largest distance. That happens in waves: each block with itself, then with 1, 1, 2,
 *       4, ... others, so that what is known after a wave spares the next one nearly all exact
 *       distances.
 *   <li>A point with a denser one among its nearest knows its delta: nothing in its cell outside of
 *       these is nearer. The others, a few percent, are compared with all blocks of their cell, in
 *       such waves again.
 *   <li>Where there are several cells, the points with the largest scores are compared with the
 *       blocks of all cells, until nobody else can be a centre.
 *   <li>All points are compared with the centres.
 * </ol>
 *
 * <p>With one cell the centres, labels, densities and deltas are those of {@link DpcKnn}, bit for
 * bit. With several, a neighbour in another cell is missed, so a density may be too small. For
 * these densities the centres and labels are exact. A delta is exact for the centres, and for other
 * points an upper bound; that of the densest point is at least every other one. No result depends
 * on how a cell is divided into blocks. Of equal densities or scores the point with the lower
 * number comes first, and that is the one of the lower cell.
 *
 * <p>Here, on the driver, is {@code 12 max(k, 16) + 40} bytes for each point.
 */
public final class BlockedDpcKnn {

  /** Neighbours that are kept for each point: the more, the fewer points climb. */
  private static final int LEAST_KEPT = 16;

  /** Points that look at all cells at once, for each cluster: the more, the fewer rounds. */
  public static final int CONTENDERS = 8;

  /** Blocks that a unit compares with one, at most, so that units stay short. */
  public static final int WIDEST = 8;

  private final DpcKnnSettings settings;
  private final BlockLayout layout;
  private final Meetings meetings;
  private final int count;
  private final PointSearches searches;
  private PairWork work = PairWork.NONE;
  private double farthest;

  /**
   * Prepares a clustering.
   *
   * @param layout where the points are
   * @param searches compares them
   */
  public BlockedDpcKnn(DpcKnnSettings settings, BlockLayout layout, PointSearches searches) {
    this.settings = settings;
    this.layout = layout;
    this.meetings = new Meetings(layout);
    this.count = layout.count();
    this.searches = searches;
  }

  /** What the comparisons cost so far. */
  public PairWork work() {
    return work;
  }

  /** Clusters the points. */
  public Clustering cluster() {
    int k = Math.min(settings.neighbours(), count);
    int kept = Math.min(Math.max(k, LEAST_KEPT), count);
    Neighbours neighbours = neighbours(kept);
    double[] density = new double[count];
    Arrays.setAll(density, i -> DensityPeaks.density(neighbours.nearest(i, k)));
    DensityOrder order = new DensityOrder(density);
    double[] squares = climbed(neighbours, order);
    int[] centres = contest(squares, order);
    return new Clustering(labels(centres), centres, density, deltas(squares));
  }

  private Neighbours neighbours(int kept) {
    Neighbours neighbours = new Neighbours(count, kept);
    waves(
        meetings.longest() / 2 + 1,
        (from, to) -> {
          PointSearch.Known known = new PointSearch.Known(kept, neighbours.limits(), farthest);
          searches.neighbours(
              meetings.stripes(from, to),
              known,
              counting(
                  found -> {
                    neighbours.add(found);
                    farthest = Math.max(farthest, found.farthest());
                  }));
        });
    return neighbours;
  }

  /** The mean square to the nearest denser point of the cell; infinite for the densest one. */
  private double[] climbed(Neighbours neighbours, DensityOrder order) {
    double[] squares = new double[count];
    for (int i = 0; i < count; i++) {
      squares[i] = neighbours.denser(i, order).orElse(Double.POSITIVE_INFINITY);
    }
    int[] open = infinite(squares);
    waves(
        meetings.longest(),
        (from, to) -> climb(meetings.climbs(open, squares, from, to), order, squares));
    return squares;
  }

  private static int[] infinite(double[] squares) {
    return IntStream.range(0, squares.length)
        .filter(i -> squares[i] == Double.POSITIVE_INFINITY)
        .toArray();
  }

  /**
   * The centres. A delta within the cell is an upper bound, because a denser point of another cell
   * may be nearer. So the points that may become centres look at all cells, the largest scores
   * first, until all centres are among those that did: no other score can be as large.
   */
  private int[] contest(double[] squares, DensityOrder order) {
    BitSet exact = new BitSet(count);
    int[] open = infinite(squares);
    while (true) {
      int[] ranking = DensityPeaks.centres(order.density(), deltas(squares), count);
      int[] centres = Arrays.copyOf(ranking, Math.min(settings.clusters(), count));
      if (layout.cells().length == 1
          || (open.length == 0 && Arrays.stream(centres).allMatch(exact::get))) {
        return centres;
      }
      // Never more than there are points, 4 bytes each.
      IntStream best =
          Arrays.stream(ranking)
              .filter(i -> !exact.get(i))
              .limit((long) CONTENDERS * settings.clusters());
      int[] contenders = IntStream.concat(Arrays.stream(open), best).distinct().sorted().toArray();
      climb(meetings.everywhere(contenders, squares), order, squares);
      Arrays.stream(contenders).forEach(exact::set);
      open = new int[0];
    }
  }

  private void climb(List<PointSearches.Climb> climbs, DensityOrder order, double[] squares) {
    searches.denser(
        climbs,
        order,
        counting(
            found -> {
              for (int p = 0; p < found.rows().length; p++) {
                int row = found.rows()[p];
                squares[row] = Math.min(squares[row], found.squares()[p]);
              }
            }));
  }

  /** The densest point gets the largest distance that is known. */
  private double[] deltas(double[] squares) {
    double largest =
        Arrays.stream(squares)
            .filter(square -> square != Double.POSITIVE_INFINITY)
            .reduce(farthest, Math::max);
    return Arrays.stream(squares)
        .map(square -> Math.sqrt(square == Double.POSITIVE_INFINITY ? largest : square))
        .toArray();
  }

  private int[] labels(int[] centres) {
    int[] labels = new int[count];
    searches.labels(
        centres,
        counting(
            found -> {
              for (int p = 0; p < found.rows().length; p++) {
                labels[found.rows()[p]] = found.columns()[p];
              }
            }));
    for (int cluster = 0; cluster < centres.length; cluster++) {
      labels[centres[cluster]] = cluster;
    }
    return labels;
  }

  private Consumer<FoundPairs> counting(Consumer<FoundPairs> taker) {
    return found -> {
      work = work.plus(found.work());
      taker.accept(found);
    };
  }

  private interface Wave {
    void run(int from, int to);
  }

  /**
   * How far a wave reaches: distances 0, 1, 2 to 3, 4 to 7, ..., not more than {@value #WIDEST} at
   * once in a unit.
   *
   * @param from the first distance of the wave
   * @return the first one behind it
   */
  public static long waveEnd(long from) {
    return Math.min(Math.max(1, 2 * from), from + WIDEST);
  }

  private static void waves(int distances, Wave wave) {
    int from = 0;
    while (from < distances) {
      int to = (int) Math.min(waveEnd(from), distances);
      wave.run(from, to);
      from = to;
    }
  }
}
