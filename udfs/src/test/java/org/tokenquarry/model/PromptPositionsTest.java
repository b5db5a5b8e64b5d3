package org.tokenquarry.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tokenquarry.error.Problem;
import org.tokenquarry.token.TokenGrid;

class PromptPositionsTest {

  private static final String QWEN = "qwen2_5_vl-tiny";

  @TempDir Path temp;

  @Test
  void leftOutTokensLeaveGapsAndTextGoesOnBehindTheLongerSide() {
    PromptPositions positions = new PromptPositions(2, new TokenGrid(2, 4));
    assertThat(positions.prompt(new int[] {0, 3, 6}, 2))
        .isDeepEqualTo(
            new long[][] {
              {0, 0, 0}, {1, 1, 1}, {2, 2, 2}, {2, 2, 5}, {2, 3, 4}, {6, 6, 6}, {7, 7, 7}
            });
    assertThat(positions.after(1, 1)).isDeepEqualTo(new long[][] {{7, 7, 7}});
  }

  /** The numbers are those of get_rope_index of Qwen2.5-VL in transformers 5.24. */
  @Test
  void severalImagesFollowEachOtherWithTextBetween() {
    PromptPositions positions =
        new PromptPositions(2, Collections.nCopies(2, new TokenGrid(2, 2)), 2);
    assertThat(positions.prompt(new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, 2))
        .isDeepEqualTo(
            new long[][] {
              {0, 0, 0}, {1, 1, 1}, {2, 2, 2}, {2, 2, 3}, {2, 3, 2}, {2, 3, 3}, {4, 4, 4},
              {5, 5, 5}, {6, 6, 6}, {6, 6, 7}, {6, 7, 6}, {6, 7, 7}, {8, 8, 8}, {9, 9, 9}
            });
    assertThat(positions.visual(new int[] {3, 7}))
        .as("gaps stay")
        .isDeepEqualTo(new long[][] {{2, 3, 3}, {6, 6, 7}});
  }

  @Test
  void severalImagesMayHaveDifferentGrids() {
    PromptPositions positions =
        new PromptPositions(1, List.of(new TokenGrid(1, 3), new TokenGrid(2, 1)), 1);
    assertThat(positions.prompt(new int[] {0, 1, 2, 3, 4, 5}, 1))
        .isDeepEqualTo(
            new long[][] {
              {0, 0, 0}, {1, 1, 1}, {1, 1, 2}, {1, 1, 3}, {4, 4, 4}, {5, 5, 5}, {5, 6, 5}, {7, 7, 7}
            });
  }

  @Test
  void aManifestThatSaysNothingHasADecoderThatCounts() {
    BundleManifest tiny = ModelBundle.open(TinyBundles.directory("tiny").toString()).manifest();
    assertThat(tiny.positions()).isEqualTo(PositionRule.COUNT);
    assertThat(PromptPositions.of(tiny)).isEmpty();
    assertThat(tiny.rowWidth()).isEqualTo(tiny.hidden());
    BundleManifest qwen = ModelBundle.open(TinyBundles.directory(QWEN).toString()).manifest();
    assertThat(PromptPositions.of(qwen)).contains(new PromptPositions(6, new TokenGrid(7, 7)));
  }

  @Test
  void anUnknownRuleAndAnImpossibleNumberOfPlanesAreRefusedTogether() throws IOException {
    Path copy = TinyBundles.copy(QWEN, temp);
    TinyBundles.edit(
        copy,
        manifest -> {
          ((ObjectNode) manifest.get("positions")).put("rule", "spiral");
          manifest.put("planes", 0);
        });
    List<Problem> problems = Refusal.problems(() -> ModelBundle.open(copy.toString()));
    assertThat(problems).extracting(Problem::code).containsOnly("bundle-invalid");
    assertThat(problems)
        .extracting(Problem::cause)
        .anyMatch(cause -> cause.contains("positions.rule is \"spiral\", not one of count, mrope"))
        .anyMatch(cause -> cause.contains("planes is 0"));
  }

  @Test
  void aDecoderThatTakesNoPositionsIsNoneOfABundleThatGivesThem() throws IOException {
    Path copy = TinyBundles.copy(TinyBundles.TINY, temp);
    TinyBundles.edit(copy, manifest -> manifest.putObject("positions").put("rule", "mrope"));
    Problem problem =
        Refusal.problem(
            () -> LoadedModel.open(ModelBundle.open(copy.toString()), ModelDevice.CPU).close());
    assertThat(problem.code()).isEqualTo("bundle-invalid");
  }

  @Test
  void theRuleIsPartOfTheModelsIdentity() throws IOException {
    Path copy = TinyBundles.copy(QWEN, temp);
    String original = ModelBundle.open(copy.toString()).digest();
    TinyBundles.edit(copy, manifest -> manifest.remove("positions"));
    assertThat(ModelBundle.open(copy.toString()).digest()).isNotEqualTo(original);
  }
}
