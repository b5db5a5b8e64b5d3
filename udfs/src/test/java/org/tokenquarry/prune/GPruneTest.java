package org.tokenquarry.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tokenquarry.golden.Golden;
import org.tokenquarry.token.ImageFeatures;
import org.tokenquarry.token.TokenMatrix;

class GPruneTest {

  private static final JsonNode GOLDEN = Golden.at("/g_prune");
  private static final TokenMatrix TOKENS = Golden.matrix(GOLDEN.get("tokens"));
  private static final ImageFeatures IMAGE = Samples.row(TOKENS, new float[TOKENS.count()]);

  @Test
  void scoresAreTheGoldenOnes() {
    assertThat(new GPrune(Space.PROJECTED).scores(TOKENS))
        .usingComparatorWithPrecision(Golden.TOLERANCE)
        .containsExactly(Golden.doubles(GOLDEN.get("score")));
    JsonNode warm = GOLDEN.get("second_case_tau0.2_n2");
    GPrune other = new GPrune(Space.PROJECTED, 0.5, 0.2, 2);
    assertThat(other.scores(TOKENS))
        .usingComparatorWithPrecision(Golden.TOLERANCE)
        .containsExactly(Golden.doubles(warm.get("score")));
    assertThat(other.keep(IMAGE, 3)).isEqualTo(Golden.ints(warm.get("kept_ratio_0.5")));
  }

  @ParameterizedTest
  @CsvSource({"0.34, 2", "0.5, 3", "0.84, 5"})
  void theGoldenTokensStay(String ratio, int budget) {
    assertThat(new GPrune(Space.PROJECTED).keep(IMAGE, budget))
        .isEqualTo(Golden.ints(GOLDEN.get("kept_by_ratio").get(ratio)));
  }

  @Property(tries = 100)
  void powerIterationGivesWhatTheMatrixPowerGives(
      @ForAll Random random,
      @ForAll @IntRange(min = 1, max = 20) int count,
      @ForAll @IntRange(min = 1, max = 9) int iterations,
      @ForAll @DoubleRange(min = -0.5, max = 1) double threshold) {
    TokenMatrix tokens = Samples.gaussian(random, count, 3);

    double[] scores = new GPrune(Space.VISION, threshold, 0.3, iterations).scores(tokens);

    double[] expected = byMatrixPower(tokens, threshold, 0.3, iterations);
    for (int i = 0; i < count; i++) {
      assertThat(scores[i]).isCloseTo(expected[i], within(1e-9 * (1 + expected[i])));
    }
  }

  // Powers of two scale floats exactly.
  @Property(tries = 50)
  void theCommonLengthOfTokensDoesNotMatter(@ForAll Random random) {
    ImageFeatures image = Samples.image(random, 5, 5);
    float[] scaled = image.tokens().projected().values().clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= 8;
    }
    GPrune pruner = new GPrune(Space.PROJECTED);
    assertThat(pruner.keep(Samples.row(new TokenMatrix(scaled, 3), new float[25]), 9))
        .isEqualTo(pruner.keep(image, 9));
  }

  @Test
  void aZeroTokenGoesFirst() {
    TokenMatrix tokens = new TokenMatrix(new float[] {1, 0, 0, 0, 0, 1}, 2);
    assertThat(new GPrune(Space.PROJECTED).keep(Samples.row(tokens, new float[3]), 2))
        .containsExactly(0, 2);
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GPrune(Space.PROJECTED, 1.5, 0.03, 5))
        .withMessage(
            "G-Prune needs a threshold of at most 1, a temperature above 0 and an iteration, not"
                + " 1.5, 0.03 and 5");
  }

  /** The formula as published, in full. */
  private static double[] byMatrixPower(
      TokenMatrix tokens, double threshold, double temperature, int iterations) {
    int count = tokens.count();
    double[][] step = new double[count][count];
    double[] norms = Cosines.norms(tokens);
    double[] degrees = new double[count];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < count; j++) {
        double dot = 0;
        for (int d = 0; d < tokens.dim(); d++) {
          dot += (double) tokens.at(i, d) * tokens.at(j, d);
        }
        double cosine = i == j ? 1 : dot / norms[i] / norms[j];
        step[i][j] = cosine >= threshold ? Math.exp(cosine / temperature) : 0;
        degrees[i] += cosine >= threshold ? 1 : 0;
      }
      double sum = Arrays.stream(step[i]).sum();
      for (int j = 0; j < count; j++) {
        step[i][j] /= sum;
      }
    }
    double[][] power = step;
    for (int n = 1; n < iterations; n++) {
      power = product(power, step);
    }
    double[] scores = product(new double[][] {norms}, power)[0];
    for (int i = 0; i < count; i++) {
      scores[i] /= degrees[i];
    }
    return scores;
  }

  private static double[][] product(double[][] a, double[][] b) {
    double[][] c = new double[a.length][b.length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < b.length; j++) {
        for (int k = 0; k < b.length; k++) {
          c[i][j] += a[i][k] * b[k][j];
        }
      }
    }
    return c;
  }
}
