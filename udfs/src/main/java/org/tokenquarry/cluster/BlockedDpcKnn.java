package org.tokenquarry.cluster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * {@link DpcKnn} for points that lie in blocks, which others compare: the same centres, labels,
 * densities and deltas, bit for bit, for any division into blocks.
 *
 * <ol>
 *   <li>Every pair of blocks is compared once, for the nearest points of both sides and for the
 *       largest distance. That happens in waves: each block with itself, then with 1, 1, 2, 4, ...
 *       others, so that what is known after a wave spares the next one nearly all exact distances.
 *   <li>A point with a denser one among its nearest knows its delta: nothing outside of these is
 *       nearer. The others, a few percent, are compared with all blocks, in such waves again.
 *   <li>All points are compared with the centres.
 * </ol>
 *
 * <p>Here, on the driver, is {@code 12 max(k, 16) + 40} bytes for each point.
 */
public final class BlockedDpcKnn {

  /** Neighbours that are kept for each point: the more, the fewer points climb. */
  private static final int LEAST_KEPT = 16;

  /** Blocks of one stripe, so that units stay short. */
  private static final int WIDEST = 8;

  private final DpcKnnSettings settings;
  private final int[] firsts;
  private final int count;
  private final int largestBlock;
  private final PointSearches searches;
  private PairWork work = PairWork.NONE;
  private double farthest;

  /**
   * Prepares a clustering.
   *
   * @param sizes how many points each block has, at least 1; blocks follow one another
   * @param searches compares them
   */
  public BlockedDpcKnn(DpcKnnSettings settings, int[] sizes, PointSearches searches) {
    this.settings = settings;
    this.firsts = new int[sizes.length];
    int next = 0;
    for (int block = 0; block < sizes.length; block++) {
      firsts[block] = next;
      next += sizes[block];
    }
    this.count = next;
    this.largestBlock = Arrays.stream(sizes).max().orElseThrow();
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
    double[] delta = deltas(neighbours, new DensityOrder(density));
    int[] centres = DensityPeaks.centres(density, delta, settings.clusters());
    return new Clustering(labels(centres), centres, density, delta);
  }

  private Neighbours neighbours(int kept) {
    Neighbours neighbours = new Neighbours(count, kept);
    int blocks = firsts.length;
    waves(
        blocks / 2 + 1,
        (from, to) -> {
          List<PointSearches.Stripe> stripes = new ArrayList<>();
          for (int left = 0; left < blocks; left++) {
            stripe(stripes, left, from, to);
          }
          PointSearch.Known known = new PointSearch.Known(kept, neighbours.limits(), farthest);
          searches.neighbours(
              stripes,
              known,
              counting(
                  found -> {
                    neighbours.add(found);
                    farthest = Math.max(farthest, found.farthest());
                  }));
        });
    return neighbours;
  }

  /** The block that is half way round is met from one side only. */
  private void stripe(List<PointSearches.Stripe> stripes, int left, int from, int to) {
    int blocks = firsts.length;
    int[] rights =
        IntStream.range(from, to)
            .filter(offset -> 2 * offset != blocks || left < offset)
            .map(offset -> (left + offset) % blocks)
            .toArray();
    if (rights.length > 0) {
      stripes.add(new PointSearches.Stripe(left, rights));
    }
  }

  private double[] deltas(Neighbours neighbours, DensityOrder order) {
    double[] squares = new double[count];
    List<Integer> open = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      OptionalDouble denser = neighbours.denser(i, order);
      squares[i] = denser.orElse(Double.POSITIVE_INFINITY);
      if (denser.isEmpty()) {
        open.add(i);
      }
    }
    climb(open.stream().mapToInt(Integer::intValue).toArray(), squares, order);
    return Arrays.stream(squares)
        .map(square -> Math.sqrt(square == Double.POSITIVE_INFINITY ? farthest : square))
        .toArray();
  }

  private void climb(int[] open, double[] squares, DensityOrder order) {
    int blocks = firsts.length;
    waves(
        blocks,
        (from, to) -> {
          List<PointSearches.Climb> climbs = new ArrayList<>();
          for (int start = 0; start < open.length; start += largestBlock) {
            int[] numbers =
                Arrays.copyOfRange(open, start, Math.min(start + largestBlock, open.length));
            int home = block(numbers[numbers.length / 2]);
            climbs.add(
                new PointSearches.Climb(
                    numbers,
                    Arrays.stream(numbers).mapToDouble(i -> squares[i]).toArray(),
                    IntStream.range(from, to).map(offset -> (home + offset) % blocks).toArray()));
          }
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
        });
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

  private int block(int point) {
    int found = Arrays.binarySearch(firsts, point);
    return found >= 0 ? found : -found - 2;
  }
}
