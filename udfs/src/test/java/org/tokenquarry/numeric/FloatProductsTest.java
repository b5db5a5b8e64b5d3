package org.tokenquarry.numeric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.tokenquarry.token.TokenMatrix;

class FloatProductsTest {

  @Property(tries = 60)
  void productsLieWithinTheProvenError(
      @ForAll Random random,
      @ForAll @IntRange(min = 1, max = 5) int count,
      @ForAll @IntRange(min = 1, max = 1100) int others,
      @ForAll @IntRange(min = 1, max = 400) int dim) {
    Vectors left = Vectors.unit(matrix(random, count, dim));
    Vectors right = Vectors.unit(matrix(random, others, dim));
    double[][] expected =
        PairwiseSum.PRODUCTS.of(left, IntStream.range(0, count).toArray(), right, 0);
    double[][] actual = new double[count][others];
    for (double[] row : actual) {
      Arrays.fill(row, Double.NaN);
    }

    FloatProducts.of(
        left,
        right,
        (i, first, products, width) -> {
          for (int j = 0; j < width; j++) {
            actual[i][first + j] = products[j];
          }
        });

    for (int i = 0; i < count; i++) {
      for (int j = 0; j < others; j++) {
        assertThat(Math.abs(actual[i][j] - expected[i][j]))
            .isLessThanOrEqualTo(FloatProducts.error(dim));
      }
    }
  }

  @Property(tries = 40)
  void aFewProductsHaveTheBitsOfAll(
      @ForAll Random random,
      @ForAll @IntRange(min = 1, max = 90) int others,
      @ForAll @IntRange(min = 0, max = 11) int few,
      @ForAll @IntRange(min = 1, max = 70) int dim) {
    Vectors left = Vectors.of(matrix(random, 3, dim));
    Vectors right = Vectors.unit(matrix(random, others, dim));
    int[] which = random.ints(few, 0, others).toArray();
    double[] all = PairwiseSum.PRODUCTS.of(left, new int[] {1}, right, 0)[0];

    assertThat(left.products(1, right, which))
        .containsExactly(IntStream.of(which).mapToDouble(j -> all[j]).toArray());
  }

  /** Elements of very different sizes, and vectors of elements that are all equal. */
  private static TokenMatrix matrix(Random random, int count, int dim) {
    float[] values = new float[count * dim];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          i / dim % 3 == 0
              ? 0.1f
              : (float) (random.nextGaussian() * Math.pow(10, random.nextInt(9) - 4));
    }
    return new TokenMatrix(values, dim);
  }
}
