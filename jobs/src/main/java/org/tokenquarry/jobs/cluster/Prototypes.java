package org.tokenquarry.jobs.cluster;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tokenquarry.cluster.ClusteredPool;
import org.tokenquarry.cluster.ContextIndependence;
import org.tokenquarry.cluster.Prototype;
import org.tokenquarry.error.UserException;
import org.tokenquarry.jobs.config.ClusterSettings;

/** Clusters candidates and keeps the clusters that pass the context-independent condition. */
final class Prototypes {

  /** The proposed setting leaves one of this many clusters. */
  private static final int LEFT_OF = 4;

  private Prototypes() {}

  /**
   * Builds a codebook's members.
   *
   * @param pool the clustered candidates, in the order image id, token
   * @param minImages a cluster is kept when it spans strictly more distinct images
   * @return in the order cluster, image id, token; at least one
   * @throws UserException if no cluster is kept
   */
  static List<Prototype> of(ClusteredPool pool, ClusterSettings settings, int minImages) {
    List<Prototype> prototypes =
        pool.prototypes(new ContextIndependence(minImages), settings.prototypes());
    if (prototypes.isEmpty()) {
      throw empty(pool, minImages, settings);
    }
    return prototypes;
  }

  private static UserException empty(ClusteredPool pool, int minImages, ClusterSettings settings) {
    int[] spans = pool.spans();
    int left = spans[spans.length / LEFT_OF];
    return ClusterErrors.emptyCodebook(
        "context-independent condition",
        String.format(
            "of %d clusters of %d redundant tokens the widest spans %d images, and more than %d are"
                + " asked for (cluster.contextIndependence.moreImagesThan = %s). Images of the"
                + " clusters (maximum, deciles, minimum): %s.",
            pool.clustering().count(),
            pool.keys().size(),
            spans[0],
            minImages,
            settings.contextIndependence().moreImagesThan().canonical(),
            deciles(spans)),
        String.format(
            "cluster.contextIndependence.moreImagesThan=%d would leave %d of them; fewer"
                + " cluster.clusters or more images make them wider.",
            left - 1, Arrays.stream(spans).filter(span -> span >= left).count()));
  }

  private static String deciles(int[] falling) {
    return IntStream.rangeClosed(0, 10)
        .mapToObj(i -> Integer.toString(falling[i * (falling.length - 1) / 10]))
        .collect(Collectors.joining(", "));
  }
}
