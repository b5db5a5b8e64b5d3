package org.tokenquarry.experiment;

import org.tokenquarry.cluster.Clustering;
import org.tokenquarry.cluster.DpcKnn;
import org.tokenquarry.cluster.DpcKnnSettings;
import org.tokenquarry.token.VisualTokens;

/** The size of the cluster within its image that each probed token belongs to. */
final class ClusterSizes {

  private ClusterSizes() {}

  /** Clusters the probed tokens of one image, and gives one size for each of them. */
  static Integer[] of(VisualTokens tokens, int[] probed, WithinImageRule rule) {
    Integer[] sizes = new Integer[probed.length];
    DpcKnn dpcKnn = new DpcKnn(new DpcKnnSettings(rule.clusters(), rule.neighbours()));
    Clustering clustering = dpcKnn.cluster(tokens.projected().rows(probed));
    int[] bySize = clustering.sizes();
    for (int i = 0; i < probed.length; i++) {
      sizes[i] = bySize[clustering.labels()[i]];
    }
    return sizes;
  }
}
