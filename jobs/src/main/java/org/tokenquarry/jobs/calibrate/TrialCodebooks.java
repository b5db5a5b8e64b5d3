package org.tokenquarry.jobs.calibrate;

import java.util.List;
import org.tokenquarry.cluster.Candidate;
import org.tokenquarry.cluster.ClusteredPool;
import org.tokenquarry.cluster.ContextIndependence;
import org.tokenquarry.cluster.DpcKnn;
import org.tokenquarry.cluster.DpcKnnSettings;
import org.tokenquarry.cluster.Prototype;
import org.tokenquarry.jobs.config.ClusterSettings;
import org.tokenquarry.token.TokenMatrix;

/**
 * Makes codebooks from the sample. A threshold only filters scores that are known, so a trial costs
 * one clustering, or nothing if the trial before had the same clusters.
 */
final class TrialCodebooks {

  private final List<SampledToken> sample;
  private final ClusterSettings cluster;
  private final long images;
  private Trial last;
  private ClusteredPool pool;

  /**
   * Takes the sample.
   *
   * @param sample in the order image id, token
   * @param cluster what trials do not change
   */
  TrialCodebooks(List<SampledToken> sample, ClusterSettings cluster) {
    this.sample = sample;
    this.cluster = cluster;
    this.images =
        sample.stream().map(token -> token.candidate().key().imageId()).distinct().count();
  }

  /** Prototypes {@code [n, D]}, or null where the settings leave none. */
  TokenMatrix of(Trial trial) {
    if (last == null || !trial.sharesClusters(last)) {
      pool = cluster(trial);
      last = trial;
    }
    if (pool == null) {
      return null;
    }
    int imagesAbove = trial.moreImagesThan().images(images);
    List<float[]> prototypes =
        pool.prototypes(new ContextIndependence(imagesAbove), trial.prototypes()).stream()
            .map(Prototype::embedding)
            .toList();
    return prototypes.isEmpty() ? null : TokenMatrix.of(prototypes, prototypes.get(0).length);
  }

  private ClusteredPool cluster(Trial trial) {
    List<Candidate> redundant =
        sample.stream().filter(trial::redundant).map(SampledToken::candidate).toList();
    DpcKnnSettings settings = new DpcKnnSettings(trial.clusters(), cluster.neighbours());
    return redundant.isEmpty()
        ? null
        : ClusteredPool.of(redundant, new DpcKnn(settings).inParallel());
  }
}
