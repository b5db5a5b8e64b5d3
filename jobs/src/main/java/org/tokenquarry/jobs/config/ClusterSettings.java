package org.tokenquarry.jobs.config;

/**
 * From redundant tokens to prototypes. Every component changes the codebook and enters its digest.
 *
 * @param clusters number of clusters over all images
 * @param neighbours k of DPC-kNN, the token itself included
 * @param maxCandidates most redundant tokens clustered
 * @param contextIndependence which clusters are kept
 */
public record ClusterSettings(
    int clusters,
    int neighbours,
    int maxCandidates,
    ContextIndependenceSettings contextIndependence) {

  static ClusterSettings from(Section in) {
    return new ClusterSettings(
        in.integer("clusters", Range.atLeast(1)),
        in.integer("neighbours", Range.atLeast(1)),
        in.integer("maxCandidates", Range.atLeast(1)),
        ContextIndependenceSettings.from(in.section("contextIndependence")));
  }
}
