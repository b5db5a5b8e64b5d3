package org.tokenquarry.prune;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.tokenquarry.numeric.FloatProducts;
import org.tokenquarry.numeric.Vectors;
import org.tokenquarry.token.TokenMatrix;

/**
 * The largest cosine of each token to any prototype: screened by a product of float matrices,
 * decided in double.
 *
 * <p>A product in float lies within a bound {@code e} of the cosine in double ({@link
 * FloatProducts#error}). So a prototype whose product is more than {@code 2 e} below the largest
 * one cannot have the largest cosine, and only the others, mostly one or two of thousands, are
 * computed in double. The result has the bits of a computation in double of all of them, whatever
 * the order in which floats were added.
 *
 * <p>Memory: the directions of the tokens {@code 4 L D}, one block of products {@code 4 L W}, and
 * {@code 8 L C} for undecided prototypes (W = 512, C = 64): it does not grow with the codebook. If
 * very many prototypes are nearly equal, more is computed in double, and time grows, not memory.
 */
final class LargestCosines {

  /** Undecided prototypes that are kept for a token before they are decided. */
  private static final int UNDECIDED = 64;

  private final Vectors prototypes;
  private final Vectors vectors;
  private final double error;

  /** By which the products of a token become cosines; 0 for a zero token. */
  private final double[] scales;

  private final float[] largestProduct;
  private final double[] largest;
  private final int[][] undecided;
  private final float[][] products;
  private final int[] count;

  private LargestCosines(Vectors prototypes, TokenMatrix tokens) {
    this.prototypes = prototypes;
    this.vectors = Vectors.of(tokens);
    this.error = FloatProducts.error(tokens.dim());
    this.scales = IntStream.range(0, tokens.count()).mapToDouble(tokens::inverseNorm).toArray();
    this.largestProduct = new float[tokens.count()];
    this.largest = new double[tokens.count()];
    this.undecided = new int[tokens.count()][UNDECIDED];
    this.products = new float[tokens.count()][UNDECIDED];
    this.count = new int[tokens.count()];
    Arrays.fill(largestProduct, Float.NEGATIVE_INFINITY);
    Arrays.fill(largest, Double.NEGATIVE_INFINITY);
  }

  /**
   * Computes them.
   *
   * @param prototypes unit vectors, at least one
   * @param tokens {@code [L, D]}, finite, of the prototypes' width
   * @return {@code [L]}; 0 for a zero token
   */
  static double[] of(Vectors prototypes, TokenMatrix tokens) {
    LargestCosines search = new LargestCosines(prototypes, tokens);
    FloatProducts.of(Vectors.unit(tokens), prototypes, search::screen);
    return search.decided();
  }

  /** Looks at the products of one token with the prototypes from {@code first} on. */
  private void screen(int token, int first, float[] row, int width) {
    float blockLargest = Float.NEGATIVE_INFINITY;
    for (int j = 0; j < width; j++) {
      blockLargest = Math.max(blockLargest, row[j]);
    }
    largestProduct[token] = Math.max(largestProduct[token], blockLargest);
    double bound = bound(token);
    // A zero token has the same cosine to all, and needs no decision.
    if (blockLargest < bound || scales[token] == 0) {
      return;
    }
    for (int j = 0; j < width; j++) {
      if (row[j] >= bound) {
        keep(token, first + j, row[j]);
        bound = bound(token);
      }
    }
  }

  /** Below this product a prototype cannot have the largest cosine. */
  private double bound(int token) {
    return Math.max(largestProduct[token] - 2 * error, largest[token] - error);
  }

  private void keep(int token, int prototype, float product) {
    if (count[token] == UNDECIDED) {
      decide(token);
    }
    undecided[token][count[token]] = prototype;
    products[token][count[token]] = product;
    count[token]++;
  }

  /** Computes the cosines that may be the largest, and forgets all. */
  private void decide(int token) {
    double bound = bound(token);
    int[] candidates = new int[count[token]];
    int kept = 0;
    for (int c = 0; c < count[token]; c++) {
      if (products[token][c] >= bound) {
        candidates[kept++] = undecided[token][c];
      }
    }
    count[token] = 0;
    for (double product : vectors.products(token, prototypes, Arrays.copyOf(candidates, kept))) {
      // Scaled after the sum: so a token's length cannot change the order of its cosines.
      largest[token] = Math.max(largest[token], product * scales[token]);
    }
  }

  private double[] decided() {
    for (int token = 0; token < largest.length; token++) {
      if (scales[token] == 0) {
        largest[token] = 0;
      } else {
        decide(token);
      }
    }
    return largest;
  }
}
