package org.tokenquarry.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.tokenquarry.token.TokenMatrix;

/**
 * The candidates of all images, and their clusters.
 *
 * @param keys of the candidates, at least one
 * @param embeddings of the candidates, by their places in {@code keys}
 * @param clustering the clusters of the candidates
 */
public record ClusteredPool(List<TokenKey> keys, Embeddings embeddings, Clustering clustering) {

  /**
   * Clusters candidates as they are, unnormalised.
   *
   * @param candidates in the order of their keys; at least one, of equal width
   */
  public static ClusteredPool of(List<Candidate> candidates, DpcKnn dpcKnn) {
    List<float[]> vectors = candidates.stream().map(Candidate::embedding).toList();
    TokenMatrix points = TokenMatrix.of(vectors, vectors.get(0).length);
    return new ClusteredPool(
        candidates.stream().map(Candidate::key).toList(),
        (places, each) -> IntStream.of(places).mapToObj(vectors::get).forEach(each),
        dpcKnn.cluster(points));
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
    int[] tokens = keys.stream().mapToInt(TokenKey::token).toArray();
    return PrototypeOrder.canonical(List.of(cluster), imageIds(), tokens);
  }

  int centre(KeptCluster cluster) {
    return clustering.centres()[cluster.cluster()];
  }

  /** Prototypes that are the candidates at some places themselves. */
  List<Prototype> themselves(KeptCluster cluster, int[] places) {
    List<Prototype> prototypes = new ArrayList<>();
    embeddings.read(
        places,
        embedding -> prototypes.add(prototype(cluster, places[prototypes.size()], embedding)));
    return prototypes;
  }

  Prototype prototype(KeptCluster cluster, int origin, float[] embedding) {
    return new Prototype(
        cluster.cluster(), keys.get(origin), embedding, cluster.images(), cluster.members().length);
  }

  private List<String> imageIds() {
    return keys.stream().map(TokenKey::imageId).toList();
  }
}
