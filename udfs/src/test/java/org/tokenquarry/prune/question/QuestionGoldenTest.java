package org.tokenquarry.prune.question;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tokenquarry.golden.Golden;
import org.tokenquarry.golden.Golden2026;
import org.tokenquarry.numeric.Ranking;
import org.tokenquarry.token.TokenMatrix;

class QuestionGoldenTest {

  static Stream<JsonNode> cdPruners() {
    return Golden2026.cases("cdpruner");
  }

  @ParameterizedTest
  @MethodSource("cdPruners")
  void cdPruner(JsonNode golden) {
    double[] relevance =
        CdPruner.relevance(
            Golden2026.matrix(golden.get("clip_patch_embeds")),
            Golden2026.matrix(golden.get("clip_text_embeds")));
    int[] order =
        CdPruner.rank(Golden2026.matrix(golden.get("V")), relevance, golden.get("m").asInt());

    assertThat(relevance)
        .usingComparatorWithPrecision(Golden2026.TOLERANCE)
        .containsExactly(Golden.doubles(golden.get("formula_relevance")));
    assertThat(order).isEqualTo(ints(golden, "formula_selected_in_order"));
    assertThat(sorted(order)).isEqualTo(ints(golden, "kept_sorted"));
  }

  @Test
  void whatChosenTokensSpanFollowsByRelevance() {
    TokenMatrix line = new TokenMatrix(new float[] {1, 2, -1, 3, 0}, 1);
    assertThat(CdPruner.rank(line, new double[] {0.1, 0.9, 0.5, 0.2, 1}, 5))
        .containsExactly(1, 4, 2, 3, 0);
    assertThat(CdPruner.relevance(line.rows(new int[] {0, 1}), line.rows(new int[] {3})))
        .as("equally like the text")
        .containsExactly(1, 1);
  }

  static Stream<JsonNode> mmtoks() {
    return Golden2026.cases("mmtok");
  }

  @ParameterizedTest
  @MethodSource("mmtoks")
  void mmtok(JsonNode golden) {
    TokenMatrix tokens = Golden2026.matrix(golden.get("V"));
    int[] excluded = ints(golden, "excluded");
    int[] candidates =
        IntStream.range(0, tokens.count())
            .filter(i -> Arrays.binarySearch(excluded, i) < 0)
            .toArray();
    Mmtok rule =
        new Mmtok(
            golden.get("tau_text").asDouble(),
            golden.get("tau_vision").asDouble(),
            golden.get("alpha").asDouble());

    int[] order =
        rule.rank(
            tokens,
            Golden2026.matrix(golden.get("X")),
            Golden2026.matrix(golden.get("text_tokens")),
            candidates,
            golden.get("m").asInt());

    assertThat(rule).isEqualTo(Mmtok.PUBLISHED);
    assertThat(order).isEqualTo(ints(golden, "formula_selected_in_order"));
    assertThat(sorted(order)).isEqualTo(ints(golden, "kept_sorted"));
  }

  @Test
  void mmtokReadsWhatIsAskedFor() {
    JsonNode rule = Golden2026.at("/mmtok/text_rule");
    assertThat(QuestionWords.FORMATS).isEqualTo(Golden.strings(rule.get("removed_sentences")));
    assertThat(QuestionWords.STOP_WORDS)
        .containsExactlyInAnyOrderElementsOf(Golden.strings(rule.get("stop_words")));
  }

  @ParameterizedTest
  @CsvSource({
    "'What is the colour of the car?\nAnswer the question using a single word or phrase.', colour of car",
    "'Where is it?', 'Where is it?'"
  })
  void wordsThatNameNothingAreLeftOut(String question, String expected) {
    assertThat(QuestionWords.of(question)).isEqualTo(expected);
  }

  @Test
  void leaveOneOut() {
    JsonNode golden = Golden2026.at("/loo_oracle");
    double[] expected = Golden.doubles(golden.get("mean_jsd_nats"));
    int prompts = golden.get("prompts").asInt();
    double[] worth = new double[expected.length];
    for (int p = 0; p < prompts; p++) {
      double[] ofPrompt = LeaveOneOutOracle.worth(worth.length, answers(golden, p));
      Arrays.setAll(worth, i -> worth[i] + ofPrompt[i] / prompts);
    }

    int[] ranking = Ranking.rising(worth.length, i -> -worth[i]);

    assertThat(worth).usingComparatorWithPrecision(Golden.TOLERANCE).containsExactly(expected);
    assertThat(ranking).isEqualTo(ints(golden, "ranking"));
    assertThat(sorted(Arrays.copyOf(ranking, 4))).isEqualTo(ints(golden, "kept_sorted_m4"));
    assertThat(sorted(Arrays.copyOf(ranking, 9))).isEqualTo(ints(golden, "kept_sorted_m9"));
  }

  /** Finds the token that is left out by its index: it is the one that is missing. */
  private static ShownLogits answers(JsonNode golden, int prompt) {
    JsonNode without = golden.get("ablated_logits_prompt_token_vocab").get(prompt);
    return shown -> {
      int left =
          IntStream.range(0, without.size())
              .filter(i -> Arrays.binarySearch(shown, i) < 0)
              .findFirst()
              .orElse(-1);
      return Golden.floats(left < 0 ? golden.get("full_logits").get(prompt) : without.get(left));
    };
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Mmtok(0, 0.2, 0.5))
        .withMessage(
            "MMTok needs temperatures above 0 and a share of at least 0, not 0.0, 0.2 and 0.5");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                CdPruner.relevance(
                    new TokenMatrix(new float[2], 1), new TokenMatrix(new float[2], 2)))
        .withMessage("vectors of width 1 and 2 have no cosine");
  }

  private static int[] ints(JsonNode golden, String key) {
    return Golden.ints(golden.get(key));
  }

  private static int[] sorted(int[] order) {
    return Arrays.stream(order).sorted().toArray();
  }
}
