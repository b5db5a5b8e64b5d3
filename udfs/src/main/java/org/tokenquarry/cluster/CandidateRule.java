package org.tokenquarry.cluster;

/**
 * When a probed token becomes a candidate for the codebook: it says nothing recognisable by itself,
 * removing it changes nothing, and it is unlike most of its own image.
 *
 * <p>The comparisons are those of the published code: strict for both scores, inclusive for the
 * size. A score that is NaN never qualifies.
 *
 * @param topOneBelow theta_p: top-1 probability must be below it
 * @param divergenceBelow theta_J: combined divergence must be below it, in nats of the form that
 *     was used
 * @param regionWeight k_ctx, published 1
 * @param globalWeight k_glob, published 16
 * @param largestCluster s_max: size up to which a within-image cluster qualifies
 */
public record CandidateRule(
    double topOneBelow,
    double divergenceBelow,
    double regionWeight,
    double globalWeight,
    int largestCluster) {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a threshold or weight is negative or not finite, or the
   *     size is below 1
   */
  public CandidateRule {
    requireAmount("the top-1 threshold", topOneBelow);
    requireAmount("the divergence threshold", divergenceBelow);
    requireAmount("the region's weight", regionWeight);
    requireAmount("the global weight", globalWeight);
    if (largestCluster < 1) {
      throw new IllegalArgumentException(
          "the largest qualifying cluster must hold at least 1 token, not " + largestCluster);
    }
  }

  /** {@code J = k_ctx * region + k_glob * global}. */
  public double combined(double region, double global) {
    return regionWeight * region + globalWeight * global;
  }

  /** Says whether the token is not recognisable by itself: {@code p1 < theta_p}. */
  public boolean unrecognisable(double topOne) {
    return topOne < topOneBelow;
  }

  /** Says whether removing the token changes nothing: {@code J < theta_J}. */
  public boolean dispensable(double combined) {
    return combined < divergenceBelow;
  }

  /** The low-information flag: both scores are low. */
  public boolean lowInformation(double topOne, double combined) {
    return unrecognisable(topOne) && dispensable(combined);
  }

  /** The small-cluster condition: {@code size <= s_max}. */
  public boolean smallCluster(int size) {
    return size <= largestCluster;
  }

  /** Says whether a low-information token in a small cluster is at hand. */
  public boolean candidate(double topOne, double combined, int clusterSize) {
    return lowInformation(topOne, combined) && smallCluster(clusterSize);
  }

  private static void requireAmount(String what, double value) {
    if (!(value >= 0) || value == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(what + " must be a number of at least 0, not " + value);
    }
  }
}
