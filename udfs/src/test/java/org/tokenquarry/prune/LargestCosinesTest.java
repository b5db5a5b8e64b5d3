package org.tokenquarry.prune;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.lang3.SerializationUtils;
import org.junit.jupiter.api.Test;
import org.tokenquarry.token.TokenMatrix;

/** The screened result must have the bits of a computation of all cosines in double. */
class LargestCosinesTest {

  // More prototypes than a block has columns, and more dimensions than a tile is deep.
  @Property(tries = 60)
  void theLargestCosineHasTheBitsOfTheOneInDouble(
      @ForAll Random random,
      @ForAll @IntRange(min = 1, max = 1300) int prototypes,
      @ForAll @IntRange(min = 1, max = 12) int tokens,
      @ForAll @IntRange(min = 1, max = 300) int dim) {
    assertSameBits(adversarial(random, prototypes, dim), adversarial(random, tokens, dim));
  }

  // Every prototype is undecided for every token.
  @Property(tries = 20)
  void prototypesThatFloatCannotTellApartAreToldApart(
      @ForAll Random random, @ForAll @IntRange(min = 1, max = 90) int dim) {
    TokenMatrix one = Samples.gaussian(random, 1, dim);
    TokenMatrix prototypes = near(random, one.values(), 700);

    assertSameBits(prototypes, near(random, one.values(), 5));
  }

  @Test
  void aTokenHasTheSameRedundancyInAnyBatch() {
    Random random = new Random(3);
    Codebook codebook = new Codebook(adversarial(random, 900, 130));
    TokenMatrix tokens = adversarial(random, 40, 130);

    double[] together = codebook.redundancy(tokens);

    for (int i = 0; i < tokens.count(); i++) {
      assertThat(codebook.redundancy(tokens.rows(new int[] {i}))).containsExactly(together[i]);
    }
  }

  @Test
  void aCodebookIsTheSameBehindABroadcast() {
    Random random = new Random(4);
    Codebook codebook = new Codebook(Samples.gaussian(random, 30, 7));
    TokenMatrix tokens = Samples.gaussian(random, 9, 7);

    Codebook sent = SerializationUtils.roundtrip(codebook);

    assertThat(sent.redundancy(tokens)).isEqualTo(codebook.redundancy(tokens));
    assertThat(sent.cosines(tokens)).isDeepEqualTo(codebook.cosines(tokens));
  }

  @Test
  void whatACallerDoesToAResultIsNotRemembered() {
    Codebook codebook = new Codebook(new TokenMatrix(new float[] {1, 0}, 2));
    TokenMatrix tokens = new TokenMatrix(new float[] {2, 0}, 2);

    codebook.redundancy(tokens)[0] = -7;

    assertThat(codebook.redundancy(tokens)).containsExactly(1);
  }

  private static void assertSameBits(TokenMatrix prototypes, TokenMatrix tokens) {
    Codebook codebook = new Codebook(prototypes);
    double[] expected =
        Arrays.stream(codebook.cosines(tokens)).mapToDouble(Codebook::largest).toArray();
    double[] actual = codebook.redundancy(tokens);
    for (int i = 0; i < expected.length; i++) {
      assertThat(Double.doubleToRawLongBits(actual[i]))
          .as("token %d: %s and %s", i, actual[i], expected[i])
          .isEqualTo(Double.doubleToRawLongBits(expected[i]));
    }
  }

  /**
   * Vectors of every length that floats have, zero vectors, vectors of both signs, duplicates, and
   * vectors that differ from others in the last bit of one element.
   */
  private static TokenMatrix adversarial(Random random, int count, int dim) {
    float[][] rows = new float[count][];
    for (int i = 0; i < count; i++) {
      rows[i] =
          switch (i == 0 ? 5 : random.nextInt(7)) {
            case 0 -> new float[dim];
            case 1 -> rows[random.nextInt(i)].clone();
            case 2 -> lastBit(random, rows[random.nextInt(i)].clone());
            case 3 -> scaled(rows[random.nextInt(i)], -1);
            case 4 -> scaled(rows[random.nextInt(i)], Math.scalb(1f, random.nextInt(20) - 10));
            default ->
                scaled(
                    Samples.gaussian(random, 1, dim).values(),
                    Math.scalb(1f, random.nextInt(270) - 147));
          };
    }
    return TokenMatrix.of(Arrays.asList(rows), dim);
  }

  private static TokenMatrix near(Random random, float[] vector, int count) {
    float[][] rows = new float[count][];
    for (int i = 0; i < count; i++) {
      rows[i] = lastBit(random, vector.clone());
    }
    return TokenMatrix.of(Arrays.asList(rows), vector.length);
  }

  private static float[] lastBit(Random random, float[] vector) {
    int d = random.nextInt(vector.length);
    float moved = random.nextBoolean() ? Math.nextUp(vector[d]) : Math.nextDown(vector[d]);
    vector[d] = Float.isFinite(moved) ? moved : vector[d];
    return vector;
  }

  private static float[] scaled(float[] vector, float factor) {
    float[] scaled = vector.clone();
    for (int d = 0; d < scaled.length; d++) {
      float value = scaled[d] * factor;
      scaled[d] = Float.isFinite(value) ? value : Float.MAX_VALUE;
    }
    return scaled;
  }
}
