package org.tokenquarry.cluster;

/**
 * Settings of DPC-kNN.
 *
 * @param clusters how many clusters, at least 1; clamped to the number of points. Published: 8
 *     within an image, 24 or 64 across images
 * @param neighbours k of the density, at least 1, the point itself included; clamped to the number
 *     of points. Published: 5
 */
public record DpcKnnSettings(int clusters, int neighbours) {

  /**
   * Checks both numbers.
   *
   * @throws IllegalArgumentException if one is below 1
   */
  public DpcKnnSettings {
    if (clusters < 1 || neighbours < 1) {
      throw new IllegalArgumentException(
          "clustering needs at least 1 cluster and 1 neighbour, not "
              + clusters
              + " and "
              + neighbours);
    }
  }
}
