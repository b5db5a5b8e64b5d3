package org.tokenquarry.layerprune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tokenquarry.golden.Golden;
import org.tokenquarry.golden.Golden2026;
import org.tokenquarry.model.DecoderShape;
import org.tokenquarry.numeric.Ranking;
import org.tokenquarry.token.TokenMatrix;

class LayerRulesGoldenTest {

  private static final JsonNode RULES = Golden2026.at("/fitprune_rules");
  private static final JsonNode COSTS = Golden2026.at("/fitprune_cost");

  /** LLaVA-1.5-7B. */
  private static final FitPruneCost COST =
      FitPruneCost.of(new DecoderShape(4096, 32, 32, 32, 128, 11008, 32000));

  @Test
  void sparseVlmRecycles() {
    JsonNode golden = Golden2026.at("/sparsevlm_v1_recycling");
    int[] raters =
        QuestionRaters.of(
            Golden.matrix(golden.get("visual_input")), Golden.matrix(golden.get("text_input")));
    double[] scores = attended(golden.get("attention_head_text_visual"), raters);
    int[] kept = Ranking.largest(scores, golden.get("keep_count").asInt());
    int[] pool = TokenRecycling.pool(scores, kept, TokenRecycling.SHARE);
    TokenMatrix merged =
        TokenRecycling.merged(Golden.matrix(golden.get("layer_output_visual")).rows(pool));

    assertThat(raters).isEqualTo(Golden.ints(golden.get("raters")));
    assertThat(kept).isEqualTo(Golden.ints(golden.get("kept_sorted")));
    assertThat(pool).isEqualTo(Golden.ints(golden.get("recycled_pool_in_order")));
    assertThat(merged.count()).isEqualTo(golden.get("n_clusters").asInt());
    Golden2026.assertRows(merged, golden.get("appended_rows"));
  }

  @Test
  void oneWordRatesAlone() {
    TokenMatrix one = new TokenMatrix(new float[] {1, 2}, 2);
    assertThat(QuestionRaters.of(one, one)).containsExactly(0);
    assertThat(TokenRecycling.pool(new double[] {1, 2}, new int[] {0, 1}, 1)).isEmpty();
  }

  private static double[] attended(JsonNode heads, int[] raters) {
    double[] sums = new double[heads.get(0).get(0).size()];
    for (JsonNode head : heads) {
      TokenMatrix rows = Golden.matrix(head);
      for (int rater : raters) {
        Arrays.setAll(sums, i -> sums[i] + rows.at(rater, i));
      }
    }
    return sums;
  }

  @Test
  void fitPruneDropsInTheGoldenOrder() {
    double[] products = fitPruneAttention().products();
    assertThat(Ranking.rising(products.length, i -> products[i]))
        .isEqualTo(Golden.ints(RULES.get("delete_order_inference")));
  }

  static Stream<JsonNode> tolerances() {
    return Golden.elements(RULES.get("calibration"));
  }

  @ParameterizedTest
  @MethodSource("tolerances")
  void fitPruneCalibrates(JsonNode golden) {
    double tolerance = golden.get("alpha").asDouble();
    FitPruneTrial.Sums full =
        new FitPruneTrial.Sums(
            golden.get("full_model_cross_sum").asDouble(),
            golden.get("full_model_self_sum").asDouble());
    VisualAttention attention = fitPruneAttention();

    assertThat(FitPruneTrial.droppable(attention.cross(), full.cross(), tolerance))
        .hasSize(golden.get("n_cross").asInt());
    assertThat(FitPruneTrial.droppable(attention.self(), full.self(), tolerance))
        .hasSize(golden.get("n_self").asInt());
    assertThat(
            FitPruneTrial.droppable(attention, full, tolerance).stream()
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray())
        .isEqualTo(Golden.ints(golden.get("deleted_sorted")));
  }

  /** The largest attention of any head; visual rows first, then those of the text. */
  private static VisualAttention fitPruneAttention() {
    JsonNode visual = RULES.get("attention_head_visual_visual");
    JsonNode text = RULES.get("attention_head_text_visual");
    int count = visual.get(0).size();
    float[][] largest = new float[count + text.get(0).size()][count];
    for (int head = 0; head < visual.size(); head++) {
      for (int row = 0; row < largest.length; row++) {
        float[] values =
            Golden.floats(
                row < count ? visual.get(head).get(row) : text.get(head).get(row - count));
        float[] most = largest[row];
        for (int i = 0; i < count; i++) {
          most[i] = Math.max(most[i], values[i]);
        }
      }
    }
    return VisualAttention.of(largest, 0, count);
  }

  @Test
  void fitPruneCountsAllLayers() {
    assertThat(32 * COST.layer(576, 576)).isEqualTo(COSTS.get("origin_visual_macs").asDouble());
  }

  static Stream<JsonNode> rests() {
    return Golden.elements(COSTS.get("rest_macs_examples"));
  }

  @ParameterizedTest
  @MethodSource("rests")
  void fitPruneCountsWhatFollows(JsonNode golden) {
    double rest = COST.rest(golden.get("tokens").asInt(), 31 - golden.get("layer").asInt());
    assertThat(rest).isEqualTo(golden.get("value").asDouble());
  }

  static Stream<JsonNode> recipes() {
    return Golden.elements(COSTS.get("recipes"));
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void fitPruneCountsPublishedRecipes(JsonNode golden) {
    int left = 576;
    double sum = 0;
    for (int dropped : Golden.ints(golden.get("delete_per_layer"))) {
      sum += COST.layer(left, left - dropped);
      left -= dropped;
    }
    assertThat(left).isEqualTo(golden.get("visual_tokens_left").asInt());
    assertThat(sum / COSTS.get("origin_visual_macs").asDouble())
        .isCloseTo(golden.get("visual_macs_kept_fraction").asDouble(), within(1e-6));
  }
}
