package org.tokenquarry.jobs.compose;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tokenquarry.cluster.Clustering;

/**
 * The prototypes that a method of clustering chose, one for each cluster.
 *
 * @param prototypes tokens
 * @param ofTokens {@code [N]}: the prototype of each token's cluster
 */
record ChosenPrototypes(int[] prototypes, int[] ofTokens) {

  static ChosenPrototypes of(Clustering clustering) {
    int[] centres = clustering.centres();
    return new ChosenPrototypes(
        centres, Arrays.stream(clustering.labels()).map(label -> centres[label]).toArray());
  }

  /** The share of the prototypes of a reference that are among these, 0 to 1. */
  double equalPrototypes(ChosenPrototypes reference) {
    Set<Integer> mine = Arrays.stream(prototypes).boxed().collect(Collectors.toSet());
    return Arrays.stream(reference.prototypes).filter(mine::contains).count()
        / (double) reference.prototypes.length;
  }

  /** The share of the tokens whose prototype is that of a reference, 0 to 1. */
  double sameCluster(ChosenPrototypes reference) {
    return IntStream.range(0, ofTokens.length)
            .filter(token -> ofTokens[token] == reference.ofTokens[token])
            .count()
        / (double) ofTokens.length;
  }
}
