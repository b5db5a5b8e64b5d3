package org.tokenquarry.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tokenquarry.golden.Golden;
import org.tokenquarry.prune.tower.PruMerge;
import org.tokenquarry.token.ImageFeatures;
import org.tokenquarry.token.TokenGrid;
import org.tokenquarry.token.TokenMatrix;
import org.tokenquarry.token.VisualTokens;

/** Published pruners against golden values, or against results computed by hand. */
class PublishedPrunersTest {

  @Test
  void divpruneChoosesInTheGoldenOrder() {
    JsonNode golden = Golden.at("/divprune");
    ImageFeatures image = features(golden.get("tokens"));
    int budget = golden.get("m").asInt();

    assertThat(new DivPrune(Space.PROJECTED).rank(image, budget))
        .isEqualTo(Golden.ints(golden.get("selected_in_order")));
    assertThat(new DivPrune(Space.VISION).keep(image, budget))
        .isEqualTo(Golden.ints(golden.get("kept_sorted")));
  }

  @Test
  void divpruneKeepsOneOfEqualTokensFirst() {
    TokenMatrix tokens = new TokenMatrix(new float[] {1, 0, 2, 0, 1, 1, 0, 1}, 2);
    assertThat(new DivPrune(Space.PROJECTED).rank(Samples.row(tokens, new float[4]), 4))
        .containsExactly(2, 0, 3, 1);
  }

  @Test
  void visprunerKeepsTheGoldenTokens() {
    JsonNode golden = Golden.at("/vispruner");
    ImageFeatures image = features(golden.get("features"), golden.get("attention"));

    assertThat(VisPruner.PUBLISHED.keep(image, 8))
        .isEqualTo(Golden.ints(golden.at("/case_T8_ratio0.5/kept_sorted")));
    assertThat(VisPruner.PUBLISHED.keep(image, 6))
        .isEqualTo(Golden.ints(golden.at("/case_T6_ratio0.5_odd_residual/kept_sorted")));
  }

  @Test
  void visionzipKeepsTheGoldenDominantAndContextualTokens() {
    JsonNode golden = Golden.at("/visionzip");
    ImageFeatures image = features(golden.get("hidden"), golden.get("cls_attention"));
    int[] expected =
        IntStream.concat(
                IntStream.of(Golden.ints(golden.get("dominant_ids"))),
                IntStream.of(Golden.ints(golden.get("contextual_target_ids"))))
            .sorted()
            .toArray();

    assertThat(VisionZip.select(image, expected.length, golden.get("contextual").asInt()))
        .isEqualTo(expected);
    assertThat(VisionZip.PUBLISHED.keep(image, 3))
        .as("too few for a contextual token")
        .isEqualTo(Golden.ints(golden.get("dominant_ids")));
  }

  @Test
  void prumergeFindsTheGoldenOutliers() {
    JsonNode golden = Golden.at("/prumerge/case_12_tokens");
    ImageFeatures image = features(golden.get("features"), golden.get("cls_attention"));

    int outliers = PruMerge.outliers(image.clsAttention());

    assertThat(outliers).isEqualTo(golden.get("n_outliers").asInt());
    assertThat(Arrays.copyOf(ClsAttentionPruner.pruMerge().rank(image, outliers), outliers))
        .isEqualTo(Golden.ints(golden.get("kept_in_attention_order")));
    assertThat(ClsAttentionPruner.hired().keep(image, outliers))
        .as("HiRED on one tile")
        .isEqualTo(ClsAttentionPruner.pruMerge().keep(image, outliers));
  }

  @Test
  void prumergePlusAddsTheGoldenSupplement() {
    JsonNode golden = Golden.at("/prumerge/plus_576_supplement");
    assertThat(PruMerge.supplement(Golden.ints(golden.get("hot_ids")), 576))
        .isEqualTo(Golden.ints(golden.get("supplement_ids")));
  }

  @Test
  void prumergePlusSpreadsThreeQuartersOfItsBudget() {
    float[] attention = {0, 0, 0, 9, 0, 0, 0, 0, 8};
    TokenMatrix tokens = new TokenMatrix(new float[9], 1);
    assertThat(new PruMergePlus().keep(Samples.row(tokens, attention), 4))
        .containsExactly(1, 3, 5, 7);
  }

  @Test
  void attentionThatIsNotANumberIsRefused() {
    ImageFeatures image = Samples.row(new TokenMatrix(new float[2], 1), 0, Float.NaN);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClsAttentionPruner.hired().keep(image, 1))
        .withMessage("the attention of [CLS] of token 1 is NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new DivPrune(Space.PROJECTED)
                    .keep(Samples.row(new TokenMatrix(new float[] {Float.NaN}, 1), 0), 1))
        .withMessage("a token holds NaN or infinite elements");
  }

  @Test
  void smsCutsWhereTheCurveLiesDeepestBelowItsChord() {
    float[] cosine = new float[21];
    Arrays.fill(cosine, 0.1f);
    for (int i = 0; i < 10; i++) {
      cosine[2 * i] = 1 - 0.02f * i;
    }
    ImageFeatures image = similar(cosine);
    // The eleventh rank is the first on the floor, where the chord is still high.
    assertThat(SmsInflection.of(image)).isEqualTo(11);
    assertThat(new SmsStyle().keep(image, 3)).containsExactly(0, 2, 4);
    assertThat(SmsInflection.of(similar(0.9f, 0.8f, 0.7f))).isEqualTo(3);
    assertThat(SmsInflection.of(similar(0.3f))).isEqualTo(1);
  }

  @Test
  void poolingAveragesTheCellsOfTheNearestGrid() {
    float[] values = new float[16];
    for (int i = 0; i < 16; i++) {
      values[i] = i;
    }
    ImageFeatures image = square(4, values);

    List<Pruned> pooled = new AveragePooling().prune(image, List.of(5, 16, 1));

    assertThat(pooled.get(0).tokens(image.tokens()).values())
        .containsExactly(2.5f, 4.5f, 10.5f, 12.5f);
    assertThat(pooled.get(0).positions()).containsExactly(0, 2, 8, 10);
    assertThat(pooled.get(1).tokens(image.tokens()).values()).isEqualTo(values);
    assertThat(pooled.get(2).tokens(image.tokens()).values()).containsExactly(7.5f);
    assertThat(pooled).extracting(Pruned::count).containsExactly(4, 16, 1);
  }

  @Test
  void cellsOverlapWhereTheGridDoesNotDivide() {
    ImageFeatures image = square(3, 0, 1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(new AveragePooling().prune(image, List.of(4)).get(0).tokens(image.tokens()).values())
        .containsExactly(2, 3, 5, 6);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AveragePooling().prune(image, List.of(10)))
        .withMessage("a budget of 10 tokens is not within 1 to 9");
  }

  @Test
  void everyPublishedScoreOfACodebookRanks() {
    JsonNode golden = Golden.at("/codebook_probing");
    ImageFeatures image = features(golden.get("tokens"));
    Codebook codebook = new Codebook(Golden.matrix(golden.get("codebook")));
    for (RedundancyScore score : RedundancyScore.values()) {
      int[] kept = new CodebookPruner(codebook, score).keep(image, 3);
      String variant =
          score == RedundancyScore.LARGEST_COSINE
              ? "fixed_number"
              : score.pruner().replace("codebook-", "").replace('-', '_');
      assertThat(kept)
          .as(score.pruner())
          .isEqualTo(Golden.ints(golden.get(variant).get("results").get("0.5").get("kept")));
    }
  }

  @Test
  void cosinesAreSymmetricAndEqualForEqualTokens() {
    TokenMatrix tokens = Samples.gaussian(new Random(4), 9, 7);
    int[] doubled = {0, 1, 2, 3, 4, 5, 6, 7, 8, 3, 0};
    double[][] cosines = Cosines.between(tokens.rows(doubled));
    for (int i = 0; i < doubled.length; i++) {
      assertThat(cosines[i][i]).isCloseTo(1, within(1e-12));
      assertThat(cosines[i][9]).isEqualTo(cosines[i][3]).isEqualTo(cosines[9][i]);
    }
  }

  private static ImageFeatures features(JsonNode rows) {
    return Samples.row(Golden.matrix(rows), new float[rows.size()]);
  }

  private static ImageFeatures features(JsonNode rows, JsonNode attention) {
    return Samples.row(Golden.matrix(rows), Golden.floats(attention));
  }

  private static ImageFeatures similar(float... cosine) {
    TokenMatrix zeros = new TokenMatrix(new float[cosine.length], 1);
    return new ImageFeatures(
        new VisualTokens(new TokenGrid(1, cosine.length), zeros, cosine), zeros, cosine);
  }

  private static ImageFeatures square(int side, float... values) {
    TokenMatrix tokens = new TokenMatrix(values, 1);
    return new ImageFeatures(
        new VisualTokens(new TokenGrid(side, side), tokens, new float[side * side]),
        tokens,
        new float[side * side]);
  }
}
