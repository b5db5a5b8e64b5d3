package org.tokenquarry.prune.question;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tokenquarry.prune.Codebook;
import org.tokenquarry.prune.Pruned;
import org.tokenquarry.token.ImageFeatures;
import org.tokenquarry.token.TokenGrid;
import org.tokenquarry.token.TokenMatrix;
import org.tokenquarry.token.VisualTokens;

class QuestionPrunersTest {

  /** Two tokens along each axis of four, in pairs. */
  private static final TokenMatrix TOKENS =
      new TokenMatrix(
          new float[] {
            1, 0, 0, 0, 1, 0.1f, 0, 0, 0, 1, 0, 0, 0, 1, 0.1f, 0, 0, 0, 1, 0, 0, 0, 1, 0.1f, 0, 0,
            0, 1, 0.1f, 0, 0, 1
          },
          4);

  private static final ImageFeatures IMAGE =
      new ImageFeatures(
          new VisualTokens(new TokenGrid(2, 4), TOKENS, new float[8]), TOKENS, new float[8]);

  /** All tokens are about equally like its prototype. */
  private static final Codebook CODEBOOK =
      new Codebook(new TokenMatrix(new float[] {1, 1, 1, 1}, 4));

  private static Asked about(int axis) {
    float[] word = new float[4];
    word[axis] = 1;
    return asked(new TokenMatrix(word, 4));
  }

  private static Asked asked(TokenMatrix words) {
    return new Asked(
        new AskedWords(words, words),
        shown -> {
          throw new AssertionError("it may not ask the model");
        });
  }

  @Test
  void whatIsAskedForComesFirst() {
    for (String name : QuestionPruners.names()) {
      QuestionPruner pruner = QuestionPruners.named(name, CODEBOOK).orElseThrow();
      assertThat(pruner.name()).isEqualTo(name);
      for (int axis = 0; axis < 4; axis++) {
        assertThat(pruner.rank(IMAGE, about(axis), 1)[0] / 2)
            .as("%s, %s", name, axis)
            .isEqualTo(axis);
      }
    }
    assertThat(QuestionPruners.named("codebook", CODEBOOK)).isEmpty();
  }

  @Test
  void theRestCoversTheImage() {
    for (String name : QuestionPruners.names()) {
      List<Pruned> kept =
          QuestionPruners.named(name, CODEBOOK)
              .orElseThrow()
              .prune(IMAGE, about(2), List.of(4, 1, 8));
      assertThat(kept).extracting(Pruned::count).containsExactly(4, 1, 8);
      int[] four = kept.get(0).positions();
      for (int axis = 0; axis < 4; axis++) {
        assertThat(four[axis] / 2).as(name).isEqualTo(axis);
      }
    }
  }

  @Test
  void equallyRelevantTokensAreChosenForDiversity() {
    TokenMatrix nothing = new TokenMatrix(new float[4], 4);
    int[] four = WordsCdPruner.OPENVINO.rank(IMAGE, asked(nothing), 4);
    assertThat(Arrays.stream(four).map(i -> i / 2).toArray()).doesNotHaveDuplicates();
  }

  @Test
  void redundantTokensCoverLess() {
    Codebook first = new Codebook(TOKENS.rows(new int[] {0}));
    QuestionPruner plain = QuestionPruners.named("mmtok", first).orElseThrow();
    QuestionPruner weighted = QuestionPruners.named(RedundantMmtokPruner.NAME, first).orElseThrow();

    assertThat(plain.rank(IMAGE, about(0), 1)[0]).isZero();
    assertThat(weighted.rank(IMAGE, about(0), 1)[0]).isNotZero();
    assertThat(weighted.rank(IMAGE, about(0), 8)).hasSize(8).doesNotHaveDuplicates();
  }

  @Test
  void theOracleKeepsWhatChangesTheAnswer() {
    QuestionPruner oracle = new LeaveOneOutOracle();
    List<int[]> passes = new ArrayList<>();
    // Without token 5 the answer changes much, without token 2 a little.
    ShownLogits model =
        shown -> {
          passes.add(shown);
          boolean five = Arrays.binarySearch(shown, 5) >= 0;
          boolean two = Arrays.binarySearch(shown, 2) >= 0;
          return new float[] {five ? 3 : 0, two ? 0.5f : 0};
        };
    TokenMatrix word = TOKENS.rows(new int[] {0});
    Asked question = new Asked(new AskedWords(word, word), model);

    List<Pruned> kept = oracle.prune(IMAGE, question, List.of(2, 4));

    assertThat(kept.get(0).positions()).containsExactly(2, 5);
    assertThat(kept.get(1).positions())
        .as("ties go to the lower index")
        .containsExactly(0, 1, 2, 5);
    assertThat(passes).as("once for all budgets").hasSize(1 + 8);
    assertThat(passes).extracting(shown -> shown.length).startsWith(8, 7).endsWith(7);
    assertThat(oracle.asksModel()).isTrue();
    assertThat(LeaveOneOutOracle.worth(1, model)).containsExactly(0);
    assertThat(QuestionPruners.names()).doesNotContainAnyElementsOf(QuestionPruners.onRequest());
  }

  @Test
  void aWeightOutOfRangeIsRefused() {
    assertThatThrownBy(() -> new WordsCdPruner(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a weight in [0, 1), not 1.0");
  }
}
