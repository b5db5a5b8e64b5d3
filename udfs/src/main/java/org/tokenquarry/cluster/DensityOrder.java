package org.tokenquarry.cluster;

import java.io.Serializable;

/**
 * Which of two points is the denser one. The order is total: of equal densities the point that
 * comes first counts as the denser one.
 *
 * @param density {@code [N]}: rho of each point
 */
public record DensityOrder(double[] density) implements Serializable {

  /** Whether point {@code a} is denser than point {@code b}. */
  public boolean denser(int a, int b) {
    return density[a] > density[b] || (density[a] == density[b] && a < b);
  }
}
