package org.tokenquarry.cluster;

/**
 * The clusters of N points by DPC-kNN. Do not modify the arrays.
 *
 * @param labels {@code [N]}: the cluster of each point, in [0, n)
 * @param centres {@code [n]}: the point at the centre of each cluster, by descending score {@code
 *     rho * delta}; the index in this array is the cluster's id
 * @param density {@code [N]}: rho, in [0, 1]
 * @param delta {@code [N]}: distance to the nearest denser point; the largest distance of all for
 *     the densest point
 */
public record Clustering(int[] labels, int[] centres, double[] density, double[] delta) {

  /** How many clusters there are. */
  public int count() {
    return centres.length;
  }

  /** {@code [n]}: how many points each cluster has, at least 1. */
  public int[] sizes() {
    int[] sizes = new int[centres.length];
    for (int label : labels) {
      sizes[label]++;
    }
    return sizes;
  }
}
