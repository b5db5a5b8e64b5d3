package org.tokenquarry.cluster;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The order of prototypes in a codebook. */
public final class PrototypeOrder {

  private PrototypeOrder() {}

  /**
   * The order in which a codebook's digest is computed: cluster id, then image id (by UTF-16 code
   * units, like {@link String#compareTo}), then token index.
   *
   * @param kept clusters; their members are indices of candidates
   * @param imageIds {@code [N]}: image of each candidate
   * @param tokenIndices {@code [N]}: token index of each candidate in its image
   * @return indices of candidates
   */
  public static int[] canonical(List<KeptCluster> kept, List<String> imageIds, int[] tokenIndices) {
    Comparator<Integer> withinCluster =
        Comparator.<Integer, String>comparing(imageIds::get)
            .thenComparingInt(position -> tokenIndices[position]);
    return kept.stream()
        .sorted(Comparator.comparingInt(KeptCluster::cluster))
        .flatMap(cluster -> members(cluster).sorted(withinCluster))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static Stream<Integer> members(KeptCluster cluster) {
    return IntStream.of(cluster.members()).boxed();
  }
}
