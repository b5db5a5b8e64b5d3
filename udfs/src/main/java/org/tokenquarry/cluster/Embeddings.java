package org.tokenquarry.cluster;

import java.util.function.Consumer;

/** The vectors of the points of a clustering, wherever they are. */
@FunctionalInterface
public interface Embeddings {

  /**
   * Reads some vectors, one by one.
   *
   * @param points numbers of points, in any order
   * @param each receives their vectors, {@code [D]} each, in this order; it may keep them
   */
  void read(int[] points, Consumer<float[]> each);
}
