package org.tokenquarry.cluster;

import java.util.Comparator;
import java.util.List;
import org.tokenquarry.token.TokenMatrix;

/**
 * The candidates of all images, and their clusters.
 *
 * @param candidates at least one, of equal width
 * @param clustering the clusters of the candidates
 */
public record ClusteredPool(List<Candidate> candidates, Clustering clustering) {

  /**
   * Clusters candidates as they are, unnormalised.
   *
   * @param candidates in the order image id, token; at least one
   */
  public static ClusteredPool of(List<Candidate> candidates, DpcKnn dpcKnn) {
    TokenMatrix points =
        TokenMatrix.of(
            candidates.stream().map(Candidate::embedding).toList(),
            candidates.get(0).embedding().length);
    return new ClusteredPool(List.copyOf(candidates), dpcKnn.cluster(points));
  }

  /**
   * The codebook: prototypes of the clusters that span enough distinct images.
   *
   * @return in the order cluster, image id, token; empty if no cluster is kept
   */
  public List<Prototype> prototypes(ContextIndependence condition, PrototypeForm form) {
    return condition.keep(clustering.labels(), imageIds()).stream()
        .sorted((a, b) -> Integer.compare(a.cluster(), b.cluster()))
        .flatMap(cluster -> form.of(cluster, this))
        .toList();
  }

  /** How many distinct images each cluster spans; one number per cluster, in falling order. */
  public int[] spans() {
    return new ContextIndependence(0)
        .keep(clustering.labels(), imageIds()).stream()
            .map(KeptCluster::images)
            .sorted(Comparator.reverseOrder())
            .mapToInt(Integer::intValue)
            .toArray();
  }

  int[] inOrder(KeptCluster cluster) {
    int[] tokens = candidates.stream().mapToInt(Candidate::token).toArray();
    return PrototypeOrder.canonical(List.of(cluster), imageIds(), tokens);
  }

  int centre(KeptCluster cluster) {
    return clustering.centres()[cluster.cluster()];
  }

  float[] embedding(int candidate) {
    return candidates.get(candidate).embedding();
  }

  Prototype prototype(KeptCluster cluster, int origin, float[] embedding) {
    return new Prototype(
        cluster.cluster(),
        candidates.get(origin),
        embedding,
        cluster.images(),
        cluster.members().length);
  }

  private List<String> imageIds() {
    return candidates.stream().map(Candidate::imageId).toList();
  }
}
