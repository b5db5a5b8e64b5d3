package org.tokenquarry.cluster;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** In which order the members of kept clusters stand in a codebook. */
public final class PrototypeOrder {

  private PrototypeOrder() {}

  /**
   * Our order, under which a codebook's digest is taken: cluster id, then image id (by UTF-16 code
   * units, as {@link String#compareTo}), then token index.
   *
   * @param kept clusters whose members are positions in the pool
   * @param imageIds {@code [N]}: image of each candidate in the pool
   * @param tokenIndices {@code [N]}: place of each candidate in its image's grid
   * @return positions in the pool
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
