package org.tokenquarry.cluster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which blocks are compared with which. The blocks of a cell stand in a ring, and a wave lets each
 * meet those at some distances behind it.
 */
final class Meetings {

  /**
   * Blocks of one cell.
   *
   * @param first number of its first block
   * @param blocks how many there are
   */
  private record Ring(int first, int blocks) {

    int[] behind(int block, IntStream distances) {
      return distances.map(distance -> first + (block - first + distance) % blocks).toArray();
    }
  }

  private final List<Ring> rings = new ArrayList<>();
  private final int[] firsts;
  private final int count;
  private final int largestBlock;

  Meetings(BlockLayout layout) {
    int block = 0;
    for (int blocks : layout.cells()) {
      rings.add(new Ring(block, blocks));
      block += blocks;
    }
    this.firsts = layout.firsts();
    this.count = layout.count();
    this.largestBlock = Arrays.stream(layout.sizes()).max().orElseThrow();
  }

  /** Blocks of the largest cell. */
  int longest() {
    return rings.stream().mapToInt(Ring::blocks).max().orElseThrow();
  }

  /** Every pair of blocks of a cell once; blocks half way round are met from one side only. */
  List<PointSearches.Stripe> stripes(int from, int to) {
    List<PointSearches.Stripe> stripes = new ArrayList<>();
    for (Ring ring : rings) {
      for (int left = ring.first; left < ring.first + ring.blocks; left++) {
        int place = left - ring.first;
        IntStream distances =
            IntStream.range(from, Math.min(to, ring.blocks / 2 + 1))
                .filter(distance -> 2 * distance != ring.blocks || place < distance);
        int[] rights = ring.behind(left, distances);
        if (rights.length > 0) {
          stripes.add(new PointSearches.Stripe(left, rights));
        }
      }
    }
    return stripes;
  }

  /**
   * Points meet the blocks of their cells.
   *
   * @param points numbers, ascending
   * @param squares for all points: the mean square to the nearest denser one so far
   */
  List<PointSearches.Climb> climbs(int[] points, double[] squares, int from, int to) {
    List<PointSearches.Climb> climbs = new ArrayList<>();
    for (Ring ring : rings) {
      int[] inside = inside(ring, points);
      for (int start = 0; start < inside.length && from < ring.blocks; start += largestBlock) {
        int[] some = Arrays.copyOfRange(inside, start, end(start, inside));
        int home = BlockLayout.block(firsts, some[some.length / 2]);
        int[] rights = ring.behind(home, IntStream.range(from, Math.min(to, ring.blocks)));
        climbs.add(climb(some, squares, rights));
      }
    }
    return climbs;
  }

  /** Points meet all blocks, in one wave: what is known of them limits the search already. */
  List<PointSearches.Climb> everywhere(int[] points, double[] squares) {
    List<PointSearches.Climb> climbs = new ArrayList<>();
    for (int start = 0; start < points.length; start += largestBlock) {
      int[] some = Arrays.copyOfRange(points, start, end(start, points));
      for (int block = 0; block < firsts.length; block += BlockedDpcKnn.WIDEST) {
        int[] rights =
            IntStream.range(block, Math.min(block + BlockedDpcKnn.WIDEST, firsts.length)).toArray();
        climbs.add(climb(some, squares, rights));
      }
    }
    return climbs;
  }

  private int end(int start, int[] points) {
    return Math.min(start + largestBlock, points.length);
  }

  private static PointSearches.Climb climb(int[] points, double[] squares, int[] rights) {
    double[] known = Arrays.stream(points).mapToDouble(point -> squares[point]).toArray();
    return new PointSearches.Climb(points, known, rights);
  }

  private int[] inside(Ring ring, int[] points) {
    int next = ring.first + ring.blocks;
    int end = next == firsts.length ? count : firsts[next];
    int begin = firsts[ring.first];
    return Arrays.stream(points).filter(point -> point >= begin && point < end).toArray();
  }
}
