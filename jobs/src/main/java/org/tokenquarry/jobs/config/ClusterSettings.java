package org.tokenquarry.jobs.config;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;
import org.tokenquarry.cluster.DpcKnnSettings;
import org.tokenquarry.cluster.PrototypeForm;

/**
 * From redundant tokens to prototypes. Every component changes the codebook and enters its digest.
 *
 * @param clusters number of clusters over all images
 * @param neighbours k of DPC-kNN, the token itself included
 * @param maxCandidates largest number of redundant tokens that are clustered; the largest integer
 *     stands for all
 * @param contextIndependence which clusters are kept
 * @param prototypes what of a kept cluster enters the codebook
 * @param partition how the tokens are divided; empty where clustering is exact, and then not part
 *     of the digest
 */
public record ClusterSettings(
    int clusters,
    int neighbours,
    int maxCandidates,
    ContextIndependenceSettings contextIndependence,
    PrototypeForm prototypes,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Optional<PartitionSettings> partition) {

  private enum Method {
    EXACT,
    PARTITIONED
  }

  /** DPC-kNN over the tokens of all images. */
  public DpcKnnSettings dpcKnn() {
    return new DpcKnnSettings(clusters, neighbours);
  }

  /** These settings for so many tokens: the number of cells is known. */
  public ClusterSettings of(long tokens) {
    return new ClusterSettings(
        clusters,
        neighbours,
        maxCandidates,
        contextIndependence,
        prototypes,
        partition.map(cells -> cells.of(tokens)));
  }

  static ClusterSettings from(Section in) {
    return new ClusterSettings(
        in.integer("clusters", Range.atLeast(1)),
        in.integer("neighbours", Range.atLeast(1)),
        in.countOr("maxCandidates", "all", Integer.MAX_VALUE),
        ContextIndependenceSettings.from(in.section("contextIndependence")),
        in.choice("prototypes", PrototypeForm.class),
        Optional.of(PartitionSettings.from(in))
            .filter(partition -> in.choice("method", Method.class) == Method.PARTITIONED));
  }
}
