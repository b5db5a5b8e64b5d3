package org.tokenquarry.prune;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * Divides numbers into two parts so that the variance between the parts is largest (Otsu 1979). So
 * no threshold has to be set.
 */
final class OtsuSplit {

  private OtsuSplit() {}

  /**
   * The upper part: the values from {@code t} on, where {@code t} maximises {@code n1 n2 (mean1 -
   * mean2)^2} over the n1 values below t and the n2 others. The smaller t wins a tie.
   *
   * @param values finite
   * @return their indices; those of all values if all are equal
   */
  static BitSet upper(double[] values) {
    double[] ascending = values.clone();
    Arrays.sort(ascending);
    double threshold = threshold(ascending);
    BitSet upper = new BitSet(values.length);
    IntStream.range(0, values.length).filter(i -> values[i] >= threshold).forEach(upper::set);
    return upper;
  }

  private static double threshold(double[] ascending) {
    int count = ascending.length;
    double total = Arrays.stream(ascending).sum();
    double threshold = ascending[0];
    double largest = 0;
    double below = 0;
    for (int n = 1; n < count; n++) {
      below += ascending[n - 1];
      double gap = below / n - (total - below) / (count - n);
      double between = (double) n * (count - n) * gap * gap;
      // Only between different values is there a place to cut.
      if (ascending[n] > ascending[n - 1] && between > largest) {
        largest = between;
        threshold = ascending[n];
      }
    }
    return threshold;
  }
}
