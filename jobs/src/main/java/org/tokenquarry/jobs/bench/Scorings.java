package org.tokenquarry.jobs.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.tokenquarry.numeric.PairwiseSum;
import org.tokenquarry.numeric.Quantiles;
import org.tokenquarry.numeric.Vectors;
import org.tokenquarry.prune.Codebook;
import org.tokenquarry.prune.RedundancyScore;
import org.tokenquarry.token.TokenMatrix;

/**
 * The ways to score an image by a codebook, in turn and on one thread.
 *
 * @param ways one for each way; seconds are medians
 * @param sameBits whether the float product that decides in double gives the bits of the double one
 */
public record Scorings(List<Way> ways, boolean sameBits) {

  private static final int ROUNDS = 3;
  private static final double GIGA = 1e9;

  /** Copies the list. */
  public Scorings {
    ways = List.copyOf(ways);
  }

  /**
   * A way to score.
   *
   * @param name of it
   * @param seconds for one image, median
   * @param gflopsPerSecond of the product {@code [L, D] x [D, n]}, two operations a pair and
   *     dimension
   */
  public record Way(String name, double seconds, double gflopsPerSecond) {}

  /**
   * Measures.
   *
   * @param prototypes of the codebook
   */
  static Scorings of(Codebook codebook, TokenMatrix prototypes, TokenMatrix tokens) {
    // A matrix of its own each time: a codebook remembers what it found for a matrix.
    UnaryOperator<TokenMatrix> fresh = each -> new TokenMatrix(each.values(), each.dim());
    Map<String, Runnable> ways = new LinkedHashMap<>();
    ways.put("all in double", () -> inDouble(prototypes, tokens));
    ways.put("largest cosine", () -> codebook.redundancy(fresh.apply(tokens)));
    ways.put("single softmax", () -> RedundancyScore.SINGLE_SOFTMAX.of(codebook, tokens));
    ways.put("double softmax", () -> RedundancyScore.DOUBLE_SOFTMAX.of(codebook, tokens));
    double operations = 2.0 * prototypes.count() * tokens.count() * tokens.dim();
    Map<String, double[]> seconds = new LinkedHashMap<>();
    ways.keySet().forEach(name -> seconds.put(name, new double[ROUNDS]));
    for (int round = 0; round < ROUNDS; round++) {
      for (Map.Entry<String, Runnable> way : ways.entrySet()) {
        seconds.get(way.getKey())[round] = BenchCodebookJob.seconds(way.getValue());
      }
    }
    return new Scorings(
        seconds.entrySet().stream()
            .map(
                each -> {
                  double median = Quantiles.of(each.getValue()).median();
                  return new Way(each.getKey(), median, operations / median / GIGA);
                })
            .toList(),
        Arrays.equals(codebook.redundancy(tokens), inDouble(prototypes, tokens)));
  }

  /** As it was before: blocks of rows, all in double. */
  private static double[] inDouble(TokenMatrix prototypes, TokenMatrix tokens) {
    Vectors units = Vectors.unit(prototypes);
    Vectors vectors = Vectors.of(tokens);
    double[] largest = new double[tokens.count()];
    for (int from = 0; from < tokens.count(); from += PairwiseSum.ROWS) {
      int to = Math.min(from + PairwiseSum.ROWS, tokens.count());
      double[][] products =
          PairwiseSum.PRODUCTS.of(vectors, IntStream.range(from, to).toArray(), units, 0);
      for (int i = from; i < to; i++) {
        double scale = tokens.inverseNorm(i);
        largest[i] =
            Arrays.stream(products[i - from]).map(each -> each * scale).max().orElseThrow();
      }
    }
    return largest;
  }
}
