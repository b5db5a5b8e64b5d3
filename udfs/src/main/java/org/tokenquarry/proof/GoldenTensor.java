package org.tokenquarry.proof;

import java.util.List;

/**
 * What {@code golden.json} holds of a tensor: enough to recognise it.
 *
 * @param first its first values in row-major order
 * @param mean the mean of all its values
 */
record GoldenTensor(List<Double> first, double mean) {

  /** Copies the list. */
  GoldenTensor {
    first = List.copyOf(first);
  }

  /** The largest difference of a tensor from this; infinite where it has too few values. */
  double difference(float[] values) {
    if (values.length < first.size()) {
      return Double.POSITIVE_INFINITY;
    }
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    double largest = Difference.of(sum / values.length, mean);
    for (int i = 0; i < first.size(); i++) {
      largest = Math.max(largest, Difference.of(values[i], first.get(i)));
    }
    return largest;
  }
}
