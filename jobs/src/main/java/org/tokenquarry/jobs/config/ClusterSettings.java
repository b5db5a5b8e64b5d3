package org.tokenquarry.jobs.config;

import org.tokenquarry.cluster.DpcKnnSettings;
import org.tokenquarry.cluster.PrototypeForm;

/**
 * From redundant tokens to prototypes. Every component changes the codebook and enters its digest.
 *
 * @param clusters number of clusters over all images
 * @param neighbours k of DPC-kNN, the token itself included
 * @param maxCandidates largest number of redundant tokens that are clustered
 * @param contextIndependence which clusters are kept
 * @param prototypes what of a kept cluster enters the codebook
 */
public record ClusterSettings(
    int clusters,
    int neighbours,
    int maxCandidates,
    ContextIndependenceSettings contextIndependence,
    PrototypeForm prototypes) {

  /** DPC-kNN over the tokens of all images. */
  public DpcKnnSettings dpcKnn() {
    return new DpcKnnSettings(clusters, neighbours);
  }

  static ClusterSettings from(Section in) {
    return new ClusterSettings(
        in.integer("clusters", Range.atLeast(1)),
        in.integer("neighbours", Range.atLeast(1)),
        in.integer("maxCandidates", Range.atLeast(1)),
        ContextIndependenceSettings.from(in.section("contextIndependence")),
        in.choice("prototypes", PrototypeForm.class));
  }
}
