package org.tokenquarry.experiment;

import org.tokenquarry.cluster.Clustering;
import org.tokenquarry.cluster.DpcKnn;
import org.tokenquarry.cluster.DpcKnnSettings;
import org.tokenquarry.token.VisualTokens;

/** The size of the cluster within its image that each probed token belongs to. */
final class ClusterSizes {

  private ClusterSizes() {}

  /**
   * Clusters the probed tokens of one image.
   *
   * @param rule the condition, or null where it is off
   * @return one size for each probed token, or null for each where the condition is off
   */
  static Integer[] of(VisualTokens tokens, int[] probed, WithinImageRule rule) {
    Integer[] sizes = new Integer[probed.length];
    if (rule != null) {
      DpcKnn dpcKnn = new DpcKnn(new DpcKnnSettings(rule.clusters(), rule.neighbours()));
      Clustering clustering = dpcKnn.cluster(tokens.projected().rows(probed));
      int[] bySize = clustering.sizes();
      for (int i = 0; i < probed.length; i++) {
        sizes[i] = bySize[clustering.labels()[i]];
      }
    }
    return sizes;
  }
}
