package org.tokenquarry.jobs.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.tokenquarry.cluster.Clustering;
import org.tokenquarry.cluster.DpcKnn;
import org.tokenquarry.error.UserException;
import org.tokenquarry.token.TokenMatrix;

/** Clusters candidates and keeps those that the context-independent condition lets pass (section 6 of the spec). */
final class Prototypes {

  private static final Comparator<Prototype> ORDER =
      Comparator.comparingInt(Prototype::cluster)
          .thenComparing(prototype -> prototype.origin().imageId())
          .thenComparingInt(prototype -> prototype.origin().token());

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
    Clustering clustering = new DpcKnn(options.dpcKnn()).cluster(points);
    List<List<Candidate>> members = members(candidates, clustering);
    List<Prototype> prototypes = new ArrayList<>();
    long widest = 0;
    for (int cluster = 0; cluster < members.size(); cluster++) {
      List<Candidate> tokens = members.get(cluster);
      long images = tokens.stream().map(Candidate::imageId).distinct().count();
      widest = Math.max(widest, images);
      if (images > minImages) {
        for (Candidate token : tokens) {
          prototypes.add(new Prototype(cluster, token, (int) images, tokens.size()));
        }
      }
    }
    if (prototypes.isEmpty()) {
      throw empty(candidates.size(), members.size(), widest, minImages, options);
    }
    prototypes.sort(ORDER);
    return prototypes;
  }

  private static List<List<Candidate>> members(
      List<Candidate> candidates, Clustering clustering) {
    List<List<Candidate>> members =
        IntStream.range(0, clustering.centres().length)
            .<List<Candidate>>mapToObj(cluster -> new ArrayList<>())
            .toList();
    for (int i = 0; i < candidates.size(); i++) {
      members.get(clustering.labels()[i]).add(candidates.get(i));
    }
    return members;
  }

  private static UserException empty(
      int candidates, int clusters, long widest, int minImages, ClusterOptions options) {
    return new UserException(
        "empty-codebook",
        String.format(
            "The context-independent condition emptied the codebook: of %d clusters of %d redundant tokens the widest"
                + " spans %d images, and more than %d are asked for (cluster.minImages = %s).",
            clusters, candidates, widest, minImages, options.minImages()),
        "Lower cluster.minImages or cluster.clusters, or mine more images.");
  }
}
