package org.tokenquarry.cluster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.tokenquarry.numeric.PairwiseSum;
import org.tokenquarry.numeric.Vectors;
import org.tokenquarry.token.TokenMatrix;

/**
 * A coarse division of points, so that neighbours are looked for within a cell only.
 *
 * @param of {@code [N]}: the cell of each point, in [0, n)
 * @param count n, at least 1
 */
public record Cells(int[] of, int count) {

  /** A cell has at most so many times the mean of points, where that is possible. */
  private static final double FULL = 1.5;

  /**
   * Cells of parts around centres. Parts are joined until there are as few cells as asked for, and
   * none has too few points: each time the smallest with the nearest one that has room for it; if
   * none has, with the smallest other one. Of equally small or near ones the lower number is taken.
   * So no cell grows without bound, even where one centre is the nearest to all others.
   *
   * @param nearest {@code [N]}: the nearest centre of each point, N at least 1
   * @param centres {@code [n, D]}: more than {@code most}, so that there is something to join
   * @param most how many cells are asked for
   * @param least how many points a cell needs
   */
  public static Cells around(int[] nearest, TokenMatrix centres, int most, int least) {
    int[] sizes = new int[centres.count()];
    Arrays.stream(nearest).forEach(part -> sizes[part]++);
    int[] joined = IntStream.range(0, sizes.length).toArray();
    Vectors vectors = Vectors.of(centres);
    Comparator<Integer> bySize = Comparator.comparingInt(part -> sizes[part]);
    List<Integer> left = new ArrayList<>(IntStream.range(0, sizes.length).boxed().toList());
    left.removeIf(part -> sizes[part] == 0);
    while (left.size() > 1) {
      Integer smallest = left.stream().min(bySize).orElseThrow();
      if (left.size() <= most && sizes[smallest] >= least) {
        break;
      }
      left.remove(smallest);
      double[] squares = squares(vectors, smallest);
      double room = FULL * nearest.length / most - sizes[smallest];
      int other =
          left.stream()
              .filter(part -> sizes[part] <= room)
              .min(Comparator.comparingDouble(part -> squares[part]))
              .orElseGet(() -> left.stream().min(bySize).orElseThrow());
      joined[smallest] = other;
      sizes[other] += sizes[smallest];
    }
    int[] numbers = Arrays.stream(joined).map(part -> left.indexOf(last(joined, part))).toArray();
    return new Cells(Arrays.stream(nearest).map(part -> numbers[part]).toArray(), left.size());
  }

  private static double[] squares(Vectors centres, int part) {
    return PairwiseSum.SQUARED_DIFFERENCES.of(centres, new int[] {part}, centres, 0)[0];
  }

  private static int last(int[] joined, int part) {
    int last = part;
    while (joined[last] != last) {
      last = joined[last];
    }
    return last;
  }

  /** {@code [N]}: the points cell by cell, in each in their order. */
  public int[] order() {
    int[] next = new int[count + 1];
    Arrays.stream(of).forEach(cell -> next[cell + 1]++);
    Arrays.parallelPrefix(next, Integer::sum);
    int[] order = new int[of.length];
    for (int point = 0; point < of.length; point++) {
      order[next[of[point]]++] = point;
    }
    return order;
  }

  /**
   * Cuts each cell into blocks of nearly the same size.
   *
   * @param most points of a block
   */
  public BlockLayout layout(int most) {
    int[] sizes = new int[count];
    Arrays.stream(of).forEach(cell -> sizes[cell]++);
    int[] blocks = Arrays.stream(sizes).map(size -> (size - 1) / most + 1).toArray();
    int[] ofBlocks =
        IntStream.range(0, count)
            .flatMap(
                cell ->
                    IntStream.range(0, blocks[cell])
                        .map(block -> (sizes[cell] + block) / blocks[cell]))
            .toArray();
    return new BlockLayout(ofBlocks, blocks);
  }

  /**
   * Names the points of a clustering as they were before they were put into cells.
   *
   * @param clustering of the points in their {@link #order}
   */
  public Clustering named(Clustering clustering) {
    int[] order = order();
    int[] labels = new int[order.length];
    double[] density = new double[order.length];
    double[] delta = new double[order.length];
    for (int i = 0; i < order.length; i++) {
      labels[order[i]] = clustering.labels()[i];
      density[order[i]] = clustering.density()[i];
      delta[order[i]] = clustering.delta()[i];
    }
    int[] centres = Arrays.stream(clustering.centres()).map(centre -> order[centre]).toArray();
    return new Clustering(labels, centres, density, delta);
  }
}
