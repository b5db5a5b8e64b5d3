package org.tokenquarry.prune.question;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
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

  private static AskedWords about(int axis) {
    float[] word = new float[4];
    word[axis] = 1;
    TokenMatrix words = new TokenMatrix(word, 4);
    return new AskedWords(words, words);
  }

  @Test
  void whatIsAskedForComesFirst() {
    for (String name : QuestionPruners.names()) {
      QuestionPruner pruner = QuestionPruners.named(name).orElseThrow();
      assertThat(pruner.name()).isEqualTo(name);
      for (int axis = 0; axis < 4; axis++) {
        assertThat(pruner.rank(IMAGE, about(axis), 1)[0] / 2)
            .as("%s, %s", name, axis)
            .isEqualTo(axis);
      }
    }
    assertThat(QuestionPruners.named("codebook")).isEmpty();
  }

  @Test
  void theRestCoversTheImage() {
    for (String name : QuestionPruners.names()) {
      List<Pruned> kept =
          QuestionPruners.named(name).orElseThrow().prune(IMAGE, about(2), List.of(4, 1, 8));
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
    int[] four = WordsCdPruner.OPENVINO.rank(IMAGE, new AskedWords(nothing, nothing), 4);
    assertThat(Arrays.stream(four).map(i -> i / 2).toArray()).doesNotHaveDuplicates();
  }

  @Test
  void aWeightOutOfRangeIsRefused() {
    assertThatThrownBy(() -> new WordsCdPruner(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a weight in [0, 1), not 1.0");
  }
}
