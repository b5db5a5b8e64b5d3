package org.tokenquarry.numeric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.tokenquarry.token.TokenMatrix;

/** Every sum must have the bits of the plain loop, whatever the tiling. */
class PairwiseSumTest {

  // More vectors than the width of a tile, and more dimensions than its depth.
  @Property(tries = 60)
  void sumsHaveTheBitsOfThePlainLoop(
      @ForAll Random random,
      @ForAll PairwiseSum sum,
      @ForAll @IntRange(min = 1, max = 600) int count,
      @ForAll @IntRange(min = 1, max = 150) int dim) {
    TokenMatrix left = matrix(random, 5, dim);
    TokenMatrix right = matrix(random, count, dim);
    int[] rows = {4, 0, 4, 2};
    int first = random.nextInt(count);

    double[][] units = sum.of(Vectors.unit(left), rows, Vectors.unit(right), first);
    double[][] sums = sum.of(Vectors.of(left), rows, Vectors.of(right), first);

    for (int r = 0; r < rows.length; r++) {
      for (int j = 0; j < count; j++) {
        assertSameBits(sums[r][j], j < first ? 0 : plain(sum, left, rows[r], 1, right, j, 1));
        assertSameBits(
            units[r][j],
            j < first
                ? 0
                : plain(sum, left, rows[r], scale(left, rows[r]), right, j, scale(right, j)));
      }
    }
  }

  @Property(tries = 60)
  void pairsAreSymmetricToTheBit(
      @ForAll Random random,
      @ForAll PairwiseSum sum,
      @ForAll @IntRange(min = 1, max = 300) int count,
      @ForAll @IntRange(min = 1, max = 80) int dim) {
    Vectors vectors = Vectors.of(matrix(random, count, dim));

    double[][] sums = sum.of(vectors, IntStream.range(0, count).toArray(), vectors, 0);

    for (int i = 0; i < count; i++) {
      for (int j = 0; j < i; j++) {
        assertSameBits(sums[i][j], sums[j][i]);
      }
    }
  }

  private static void assertSameBits(double actual, double expected) {
    assertThat(Double.doubleToRawLongBits(actual)).isEqualTo(Double.doubleToRawLongBits(expected));
  }

  private static double plain(
      PairwiseSum sum, TokenMatrix left, int i, double a, TokenMatrix right, int j, double b) {
    double total = 0;
    for (int d = 0; d < left.dim(); d++) {
      double x = left.at(i, d) * a;
      double y = right.at(j, d) * b;
      total += sum == PairwiseSum.PRODUCTS ? x * y : (x - y) * (x - y);
    }
    return total;
  }

  private static double scale(TokenMatrix matrix, int i) {
    double squares = 0;
    for (int d = 0; d < matrix.dim(); d++) {
      squares += (double) matrix.at(i, d) * matrix.at(i, d);
    }
    return squares == 0 ? 0 : 1 / Math.sqrt(squares);
  }

  /** Half of the vectors on a small lattice with zeros of both signs, so that many sums tie. */
  private static TokenMatrix matrix(Random random, int count, int dim) {
    float[] values = new float[count * dim];
    for (int i = 0; i < values.length; i++) {
      float small = random.nextInt(3) - 1;
      values[i] = i / dim % 2 == 0 ? (float) random.nextGaussian() : small * -0.5f;
    }
    return new TokenMatrix(values, dim);
  }
}
