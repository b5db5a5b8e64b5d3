package org.tokenquarry.layerprune;

import java.util.Comparator;
import java.util.stream.IntStream;

/** The choice by score. */
final class Largest {

  private Largest() {}

  /** The indices of the largest scores, ascending; equal scores by the lower index. */
  static int[] of(double[] scores, int count) {
    return IntStream.range(0, scores.length)
        .boxed()
        .sorted(
            Comparator.<Integer>comparingDouble(i -> -scores[i])
                .thenComparing(Comparator.naturalOrder()))
        .limit(count)
        .mapToInt(Integer::intValue)
        .sorted()
        .toArray();
  }
}
