package org.tokenquarry.cluster;

import java.io.Serializable;
import java.util.List;
import java.util.function.Consumer;

/**
 * Carries out the searches that {@link BlockedDpcKnn} asks for, wherever the blocks are. Units may
 * run in any order, at the same time, and more than once. What each found is handed over once, in
 * the calling thread, in any order.
 */
public interface PointSearches {

  /**
   * Compares one block with others; with itself, where it is among them.
   *
   * @param left number of a block
   * @param rights numbers of blocks
   */
  record Stripe(int left, int[] rights) implements Serializable {}

  /**
   * Looks for the nearest denser point of some points.
   *
   * @param numbers of the points, ascending
   * @param squares the mean square to the nearest denser one so far, for each of them
   * @param rights numbers of the blocks to look at
   */
  record Climb(int[] numbers, double[] squares, int[] rights) implements Serializable {}

  /** Finds neighbours, see {@link PointSearch#neighbours}. */
  void neighbours(List<Stripe> stripes, PointSearch.Known known, Consumer<FoundPairs> found);

  /** Finds denser points, see {@link PointSearch#denser}. */
  void denser(List<Climb> climbs, DensityOrder order, Consumer<FoundPairs> found);

  /**
   * Finds the nearest centre of all points, see {@link PointSearch#labels}.
   *
   * @param centres numbers of the points at the centres, in the order of clusters
   */
  void labels(int[] centres, Consumer<FoundPairs> found);
}
