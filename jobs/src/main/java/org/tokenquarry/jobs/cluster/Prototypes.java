package org.tokenquarry.jobs.cluster;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.tokenquarry.cluster.Candidate;
import org.tokenquarry.cluster.ClusteredPool;
import org.tokenquarry.cluster.ContextIndependence;
import org.tokenquarry.cluster.DpcKnn;
import org.tokenquarry.cluster.Prototype;
import org.tokenquarry.error.UserException;
import org.tokenquarry.jobs.progress.Progress;

/** Clusters candidates and keeps those that the context-independent condition lets pass. */
final class Prototypes {

  private Prototypes() {}

  /**
   * Builds a codebook's members.
   *
   * @param candidates in the order image id, token; at least one
   * @param minImages a cluster is kept when it spans strictly more distinct images
   * @param clustering shows how many candidates were clustered
   * @return in the order cluster, image id, token; at least one
   * @throws UserException if no cluster is kept
   */
  static List<Prototype> of(
      List<Candidate> candidates,
      ClusterOptions options,
      int minImages,
      Progress.Stage clustering) {
    AtomicLong visits = new AtomicLong();
    DpcKnn dpcKnn =
        new DpcKnn(options.dpcKnn())
            .inParallel()
            .telling(
                points -> {
                  long all = visits.addAndGet(points);
                  clustering.step(all / DpcKnn.VISITS - (all - points) / DpcKnn.VISITS);
                });
    ClusteredPool pool = ClusteredPool.of(candidates, dpcKnn);
    List<Prototype> prototypes =
        pool.prototypes(new ContextIndependence(minImages), options.form());
    if (prototypes.isEmpty()) {
      throw empty(pool, minImages, options);
    }
    return prototypes;
  }

  private static UserException empty(ClusteredPool pool, int minImages, ClusterOptions options) {
    return new UserException(
        "empty-codebook",
        String.format(
            "The context-independent condition emptied the codebook: of %d clusters of %d redundant tokens the widest"
                + " spans %d images, and more than %d are asked for (cluster.contextIndependence.moreImagesThan ="
                + " %s).",
            pool.clustering().count(),
            pool.candidates().size(),
            pool.widest(),
            minImages,
            options.contextIndependence().moreImagesThan().canonical()),
        "Lower cluster.contextIndependence.moreImagesThan or cluster.clusters, or mine more images.");
  }
}
