package org.tokenquarry.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tokenquarry.prune.variant.FlattenedCrops;
import org.tokenquarry.prune.variant.ProbingVariant;
import org.tokenquarry.token.TokenMatrix;

class CodebookTest {

  private static final TokenMatrix AXES = new TokenMatrix(new float[] {1, 0, 0, 1}, 2);

  @Property(tries = 200)
  void agreesWithTheDefinition(
      @ForAll Random random,
      @ForAll @IntRange(min = 1, max = 20) int count,
      @ForAll @IntRange(min = 1, max = 9) int prototypes,
      @ForAll @IntRange(min = 1, max = 11) int dim) {
    TokenMatrix tokens = Samples.gaussian(random, count, dim);
    TokenMatrix book = Samples.gaussian(random, prototypes, dim);

    double[][] cosines = new Codebook(book).cosines(tokens);

    for (int i = 0; i < count; i++) {
      int token = i;
      double[] expected =
          IntStream.range(0, prototypes)
              .mapToDouble(j -> cosine(tokens.row(token), book.row(j)))
              .toArray();
      assertThat(cosines[i]).usingComparatorWithPrecision(1e-12).containsExactly(expected);
    }
  }

  // Powers of two scale floats exactly, so even ties must stay ties.
  @Property(tries = 200)
  void theLengthOfATokenDoesNotMatter(
      @ForAll Random random,
      @ForAll ProbingVariant variant,
      @ForAll @DoubleRange(min = 0, max = 1) double setting) {
    TokenMatrix tokens = Samples.gaussian(random, 30, 6);
    Codebook codebook = new Codebook(Samples.gaussian(random, 4, 6));
    float[] scaled = tokens.values().clone();
    for (int i = 0; i < 30; i++) {
      float factor = Math.scalb(1f, random.nextInt(41) - 20);
      for (int d = 0; d < 6; d++) {
        scaled[i * 6 + d] *= factor;
      }
    }

    assertThat(variant.keep(codebook, new TokenMatrix(scaled, 6), setting))
        .isEqualTo(variant.keep(codebook, tokens, setting));
  }

  @Property(tries = 200)
  void survivorsAreAscendingAndNeverNone(
      @ForAll Random random,
      @ForAll ProbingVariant variant,
      @ForAll @IntRange(min = 1, max = 30) int count,
      @ForAll @DoubleRange(min = 0, max = 1) double setting) {
    Codebook codebook = new Codebook(Samples.gaussian(random, 5, 3));

    int[] kept = variant.keep(codebook, Samples.gaussian(random, count, 3), setting);

    assertThat(kept).isNotEmpty().doesNotHaveDuplicates().isSorted();
    assertThat(IntStream.of(kept)).allMatch(i -> i >= 0 && i < count);
  }

  @Test
  void aZeroVectorIsSimilarToNothing() {
    Codebook codebook = new Codebook(new TokenMatrix(new float[] {0, 0, -1, 0}, 2));

    assertThat(codebook.redundancy(new TokenMatrix(new float[] {0, 0, 3, 0, -3, 0}, 2)))
        .containsExactly(0.0, 0.0, 1.0);
  }

  @ParameterizedTest
  @EnumSource
  void theExtremesKeepOneAndAll(ProbingVariant variant) {
    TokenMatrix tokens = new TokenMatrix(new float[] {1, 0.5f, 1, 1, 1, 0.25f}, 2);
    Codebook codebook = new Codebook(AXES);

    assertThat(variant.keep(codebook, tokens, 0)).hasSize(1);
    assertThat(variant.keep(codebook, tokens, 1)).containsExactly(0, 1, 2);
  }

  @Test
  void theLeastRedundantTokenSurvivesWhereNoneWould() {
    TokenMatrix tokens = new TokenMatrix(new float[] {1, 0.5f, 1, 1, 1, 0.25f}, 2);
    Codebook codebook = new Codebook(AXES);

    assertThat(ProbingVariant.THRESHOLD.keep(codebook, tokens, 0.1)).containsExactly(1);
    TokenMatrix redundant = new TokenMatrix(new float[] {1, 0}, 2);
    TokenMatrix empty = new TokenMatrix(new float[0], 2);
    FlattenedCrops crops = FlattenedCrops.of(codebook, List.of(empty, redundant, tokens), 0.1);
    assertThat(crops.kept()).containsExactly(new int[0], new int[0], new int[] {1});
    assertThat(crops.tokens().values()).containsExactly(1, 1);
  }

  @Test
  void softmaxVariantsDropAllThatTieAtTheCut() {
    TokenMatrix tokens = new TokenMatrix(new float[] {1, 1, 1, 0, 2, 0, 3, 0}, 2);

    assertThat(ProbingVariant.SINGLE_SOFTMAX.keep(new Codebook(AXES), tokens, 0.75))
        .containsExactly(0);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Codebook codebook = new Codebook(AXES);
    TokenMatrix token = new TokenMatrix(new float[] {1, 1}, 2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Codebook(new TokenMatrix(new float[0], 2)))
        .withMessage("a codebook needs at least one prototype");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Codebook(new TokenMatrix(new float[] {Float.NaN}, 1)))
        .withMessage("a prototype holds NaN or infinite elements");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> codebook.redundancy(new TokenMatrix(new float[] {1}, 1)))
        .withMessage("tokens of width 1 do not fit prototypes of width 2");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> codebook.redundancy(new TokenMatrix(new float[] {1, Float.POSITIVE_INFINITY}, 2)))
        .withMessage("a token holds NaN or infinite elements");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProbingVariant.THRESHOLD.keep(codebook, token, 1.5))
        .withMessage("a codebook is probed with a setting from 0 to 1, not 1.5");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> ProbingVariant.THRESHOLD.keep(codebook, new TokenMatrix(new float[0], 2), 0.5))
        .withMessage("there are no tokens to choose from");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FlattenedCrops.of(codebook, List.of(), 0.5))
        .withMessage("there are no tokens to choose from");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProbingVariant.of("best"))
        .withMessage(
            "a probing variant is one of threshold, fixed-number, single-softmax, double-softmax,"
                + " not best");
  }

  @ParameterizedTest
  @EnumSource
  void codesLeadBack(ProbingVariant variant) {
    assertThat(ProbingVariant.of(variant.code())).isEqualTo(variant);
  }

  private static double cosine(float[] a, float[] b) {
    double dot = 0;
    double lengthA = 0;
    double lengthB = 0;
    for (int d = 0; d < a.length; d++) {
      dot += (double) a[d] * b[d];
      lengthA += (double) a[d] * a[d];
      lengthB += (double) b[d] * b[d];
    }
    return dot / Math.sqrt(lengthA) / Math.sqrt(lengthB);
  }
}
