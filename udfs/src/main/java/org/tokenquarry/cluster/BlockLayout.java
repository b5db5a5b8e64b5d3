package org.tokenquarry.cluster;

import java.util.Arrays;

/**
 * How the points of a clustering lie in blocks, and the blocks in cells. Blocks follow one another,
 * and so do cells: a cell begins with a block of its own.
 *
 * @param sizes how many points each block has, at least 1
 * @param cells how many blocks each cell has, at least 1
 */
public record BlockLayout(int[] sizes, int[] cells) {

  /**
   * Blocks of one cell: every point may be the neighbour of every other one.
   *
   * @param sizes how many points each block has
   */
  public static BlockLayout oneCell(int[] sizes) {
    return new BlockLayout(sizes, new int[] {sizes.length});
  }

  /** How many points there are. */
  public int count() {
    return Arrays.stream(sizes).sum();
  }

  /** Pairs of points of one cell, a point with itself included. */
  public double pairs() {
    double pairs = 0;
    int block = 0;
    for (int blocks : cells) {
      double points = Arrays.stream(sizes, block, block + blocks).sum();
      pairs += points * (points + 1) / 2;
      block += blocks;
    }
    return pairs;
  }

  /** The number of the first point of each block. */
  public int[] firsts() {
    int[] firsts = new int[sizes.length];
    for (int block = 1; block < firsts.length; block++) {
      firsts[block] = firsts[block - 1] + sizes[block - 1];
    }
    return firsts;
  }

  /**
   * The block of a point.
   *
   * @param firsts of the blocks, as {@link #firsts} gives them
   */
  public static int block(int[] firsts, int point) {
    int found = Arrays.binarySearch(firsts, point);
    return found >= 0 ? found : -found - 2;
  }
}
