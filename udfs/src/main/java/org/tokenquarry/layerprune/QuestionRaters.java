package org.tokenquarry.layerprune;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.tokenquarry.token.TokenMatrix;

/** The words of a question that are about the image; SparseVLM lets them rate visual tokens. */
final class QuestionRaters {

  private QuestionRaters() {}

  /**
   * The words whose mean over visual tokens of {@code softmax over words (v . t)} is above the mean
   * of all words.
   *
   * @param visual {@code [N, D]}: visual tokens at the language model's input
   * @param words {@code [T, D]}: tokens of the question there, at least one
   * @return ascending indices of words; all if none is above the mean, as with a single word
   */
  static int[] of(TokenMatrix visual, TokenMatrix words) {
    double[] relevance = new double[words.count()];
    for (int v = 0; v < visual.count(); v++) {
      double[] products = new double[relevance.length];
      for (int t = 0; t < products.length; t++) {
        for (int d = 0; d < words.dim(); d++) {
          products[t] += (double) visual.at(v, d) * words.at(t, d);
        }
      }
      addSoftmax(products, relevance);
    }
    double mean = Arrays.stream(relevance).average().orElseThrow();
    int[] above = IntStream.range(0, relevance.length).filter(t -> relevance[t] > mean).toArray();
    return above.length == 0 ? IntStream.range(0, relevance.length).toArray() : above;
  }

  private static void addSoftmax(double[] products, double[] sums) {
    double max = Arrays.stream(products).max().orElseThrow();
    double total = Arrays.stream(products).map(x -> Math.exp(x - max)).sum();
    for (int t = 0; t < sums.length; t++) {
      sums[t] += Math.exp(products[t] - max) / total;
    }
  }
}
