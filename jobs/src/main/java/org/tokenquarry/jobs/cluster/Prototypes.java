package org.tokenquarry.jobs.cluster;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tokenquarry.cluster.Clustering;
import org.tokenquarry.cluster.ContextIndependence;
import org.tokenquarry.cluster.DpcKnn;
import org.tokenquarry.cluster.KeptCluster;
import org.tokenquarry.cluster.PrototypeOrder;
import org.tokenquarry.error.UserException;
import org.tokenquarry.token.TokenMatrix;

/**
 * Clusters candidates and keeps those that the context-independent condition lets pass (section 6
 * of the spec).
 */
final class Prototypes {

  private Prototypes() {}

  /**
   * Builds a codebook's members.
   *
   * @param candidates in the order image id, token; at least one
   * @param minImages a cluster is kept when it spans strictly more distinct images
   * @return in the order cluster, image id, token; at least one
   * @throws UserException if no cluster is kept
   */
  static List<Prototype> of(List<Candidate> candidates, ClusterOptions options, int minImages) {
    int dim = candidates.get(0).embedding().length;
    TokenMatrix points =
        TokenMatrix.of(candidates.stream().map(Candidate::embedding).toList(), dim);
    Clustering clustering = new DpcKnn(options.dpcKnn()).inParallel().cluster(points);
    List<String> imageIds = candidates.stream().map(Candidate::imageId).toList();
    List<KeptCluster> kept = new ContextIndependence(minImages).keep(clustering.labels(), imageIds);
    if (kept.isEmpty()) {
      throw empty(clustering, imageIds, minImages, options);
    }
    Map<Integer, KeptCluster> clusters =
        kept.stream().collect(Collectors.toMap(KeptCluster::cluster, Function.identity()));
    int[] tokens = candidates.stream().mapToInt(Candidate::token).toArray();
    return Arrays.stream(PrototypeOrder.canonical(kept, imageIds, tokens))
        .mapToObj(
            position -> {
              KeptCluster cluster = clusters.get(clustering.labels()[position]);
              return new Prototype(
                  cluster.cluster(),
                  candidates.get(position),
                  cluster.images(),
                  cluster.members().length);
            })
        .toList();
  }

  private static UserException empty(
      Clustering clustering, List<String> imageIds, int minImages, ClusterOptions options) {
    int widest =
        new ContextIndependence(0)
            .keep(clustering.labels(), imageIds).stream()
                .mapToInt(KeptCluster::images)
                .max()
                .orElse(0);
    return new UserException(
        "empty-codebook",
        String.format(
            "The context-independent condition emptied the codebook: of %d clusters of %d redundant tokens the widest"
                + " spans %d images, and more than %d are asked for (cluster.contextIndependence.moreImagesThan ="
                + " %s).",
            clustering.count(),
            imageIds.size(),
            widest,
            minImages,
            options.contextIndependence().moreImagesThan().canonical()),
        "Lower cluster.contextIndependence.moreImagesThan or cluster.clusters, or mine more images.");
  }
}
