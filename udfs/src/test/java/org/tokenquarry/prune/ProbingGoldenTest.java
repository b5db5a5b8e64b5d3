package org.tokenquarry.prune;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tokenquarry.golden.Golden;
import org.tokenquarry.prune.variant.FlattenedCrops;
import org.tokenquarry.prune.variant.ProbingVariant;
import org.tokenquarry.token.TokenMatrix;

class ProbingGoldenTest {

  private static final JsonNode GOLDEN = Golden.at("/codebook_probing");
  private static final TokenMatrix TOKENS = Golden.matrix(GOLDEN.get("tokens"));
  private static final Codebook CODEBOOK = new Codebook(Golden.matrix(GOLDEN.get("codebook")));

  static Stream<Arguments> settings() {
    return Stream.of(ProbingVariant.values())
        .flatMap(
            variant ->
                Golden.fields(node(variant).get("results"))
                    .map(
                        result ->
                            Arguments.of(
                                variant,
                                Double.parseDouble(result.getKey()),
                                Golden.ints(result.getValue().get("kept")))));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void everyVariantKeepsTheGoldenTokens(ProbingVariant variant, double setting, int[] expected) {
    assertThat(variant.keep(CODEBOOK, TOKENS, setting)).isEqualTo(expected);
  }

  @Test
  void cosinesAndScoresAgree() {
    double[][] cosines = CODEBOOK.cosines(TOKENS);
    for (int i = 0; i < TOKENS.count(); i++) {
      assertClose(cosines[i], GOLDEN.get("cosine").get(i));
    }
    assertClose(CODEBOOK.redundancy(TOKENS), GOLDEN.get("max_cosine"));
    assertClose(SoftmaxScores.single(cosines), node(ProbingVariant.SINGLE_SOFTMAX).get("score"));
    assertClose(SoftmaxScores.twofold(cosines), node(ProbingVariant.DOUBLE_SOFTMAX).get("score"));
  }

  @Test
  void twoCropsBecomeOneSequence() {
    JsonNode expected = GOLDEN.get("flatten_two_crops");
    int count = TOKENS.count();
    TokenMatrix reversed = TOKENS.rows(IntStream.range(0, count).map(i -> count - 1 - i).toArray());

    FlattenedCrops crops =
        FlattenedCrops.of(
            CODEBOOK, List.of(TOKENS, reversed), expected.get("threshold").asDouble());

    assertThat(crops.kept().get(0)).isEqualTo(Golden.ints(expected.get("kept_crop0")));
    assertThat(crops.kept().get(1)).isEqualTo(Golden.ints(expected.get("kept_crop1")));
    assertThat(crops.tokens().count()).isEqualTo(expected.get("output_length").asInt());
    assertThat(crops.tokens().row(0)).isEqualTo(TOKENS.row(2));
    assertThat(crops.tokens().row(3)).isEqualTo(TOKENS.row(5));
  }

  @Test
  void oddLengthsRoundHalfToEven() {
    JsonNode expected = GOLDEN.get("odd_length_rounding_L5_ratio_half");
    TokenMatrix five = TOKENS.rows(new int[] {0, 1, 2, 3, 4});

    assertThat(ProbingVariant.FIXED_NUMBER.keep(CODEBOOK, five, 0.5))
        .isEqualTo(Golden.ints(expected.get("fixed_number_kept")));
    assertThat(ProbingVariant.DOUBLE_SOFTMAX.keep(CODEBOOK, five, 0.5))
        .isEqualTo(Golden.ints(expected.get("double_softmax_kept")));
  }

  private static JsonNode node(ProbingVariant variant) {
    return GOLDEN.get(variant.code().replace('-', '_'));
  }

  private static void assertClose(double[] actual, JsonNode expected) {
    assertThat(actual)
        .usingComparatorWithPrecision(Golden.TOLERANCE)
        .containsExactly(Golden.doubles(expected));
  }
}
