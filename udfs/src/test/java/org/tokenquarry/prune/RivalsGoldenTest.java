package org.tokenquarry.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tokenquarry.golden.Golden;
import org.tokenquarry.golden.Golden2026;
import org.tokenquarry.token.ImageFeatures;
import org.tokenquarry.token.TokenGrid;
import org.tokenquarry.token.TokenMatrix;

/** Pruners that need an image only, against what their own code or formula computed. */
class RivalsGoldenTest {

  static Stream<JsonNode> meanCosines() {
    return Golden2026.cases("mean_cosine");
  }

  @ParameterizedTest
  @MethodSource("meanCosines")
  void meanCosine(JsonNode golden) {
    TokenMatrix tokens = Golden2026.matrix(golden.get("V"));
    int kept = MeanCosine.kept(golden.get("pruning_rate").asDouble(), tokens.count());

    assertThat(new MeanCosine().keep(row(tokens), kept)).isEqualTo(ints(golden, "kept_sorted"));
    assertThat(MeanCosine.scores(tokens))
        .usingComparatorWithPrecision(Golden2026.TOLERANCE)
        .containsExactly(Golden.doubles(golden.get("score")));
  }

  @Test
  void meanCosineCounts() {
    for (JsonNode counted : Golden2026.at("/mean_cosine/counts")) {
      assertThat(MeanCosine.kept(counted.get(1).asDouble(), counted.get(0).asInt()))
          .isEqualTo(counted.get(2).asInt());
    }
  }

  static Stream<JsonNode> resizedGrids() {
    return Golden.elements(Golden2026.at("/downsample/bilinear"));
  }

  @ParameterizedTest
  @MethodSource("resizedGrids")
  void gridDownsampling(JsonNode golden) {
    Pruned.Merged resized =
        GridDownsampling.resized(
            Golden2026.matrix(golden.get("V")), grid(golden.get("grid")), grid(golden.get("out")));

    Golden2026.assertRows(resized.merged(), golden.get("output_rows"));
    assertThat(resized.positions()).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void gridDownsamplingChoosesGrids() {
    for (JsonNode choice : Golden2026.at("/downsample/grid_choice")) {
      int[] numbers = Golden.ints(choice);
      assertThat(GridDownsampling.nearest(new TokenGrid(numbers[0], numbers[1]), numbers[2]))
          .isEqualTo(new TokenGrid(numbers[3], numbers[4]));
    }
  }

  static Stream<JsonNode> scopes() {
    return Golden2026.cases("scope");
  }

  @ParameterizedTest
  @MethodSource("scopes")
  void scope(JsonNode golden) {
    ImageFeatures image = row(golden.get("X"), golden.get("attention"));
    Scope pruner = new Scope(golden.get("alpha").asDouble());
    int budget = golden.get("m").asInt();

    assertThat(pruner.rank(image, budget)).isEqualTo(ints(golden, "selected_in_order"));
    assertThat(pruner.keep(image, budget)).isEqualTo(ints(golden, "kept_sorted"));
  }

  static Stream<JsonNode> idPruners() {
    return Golden2026.cases("idpruner");
  }

  @ParameterizedTest
  @MethodSource("idPruners")
  void mmr(JsonNode golden) {
    float[] importance = Golden2026.floats(golden.get("raw_importance"));
    double lambda = golden.get("mmr_lambda").asDouble();
    int budget = golden.get("m").asInt();
    TokenMatrix tokens = Golden2026.matrix(golden.get("V"));
    Mmr pruner = new Mmr(Mmr.Importance.CLS_ATTENTION, lambda);

    assertThat(pruner.rank(Samples.row(tokens, importance), budget))
        .isEqualTo(ints(golden, "formula_selected_in_order"));
    assertThat(pruner.keep(Samples.row(tokens, importance), budget))
        .isEqualTo(ints(golden, "kept_sorted"));
  }

  static Stream<JsonNode> pruneSids() {
    return Golden2026.cases("prunesid");
  }

  @ParameterizedTest
  @MethodSource("pruneSids")
  void pruneSid(JsonNode golden) {
    TokenMatrix features = Golden2026.matrix(Golden2026.at("/prunesid/XA"));
    TokenMatrix heads = Golden2026.matrix(golden.get("per_head_cls_attention"));
    float[] attention = new float[heads.dim()];
    for (int i = 0; i < attention.length; i++) {
      attention[i] = (heads.at(0, i) + heads.at(1, i)) / 2;
    }
    int counted = golden.get("m").asInt();
    int[] groups = SidGroups.of(SidGroups.directions(features), counted / 4).of();

    assertThat(groups).isEqualTo(ints(golden, "groups"));
    int[] sizes = new int[counted / 4];
    IntStream.of(groups).forEach(g -> sizes[g]++);
    assertThat(SidQuotas.of(sizes, ints(golden, "formula_nms_picks_per_group"), counted))
        .isEqualTo(ints(golden, "formula_quota_per_group"));
    assertThat(new PruneSid().keep(Samples.row(features, attention), counted - 1))
        .isEqualTo(ints(golden, "kept_sorted"));
  }

  static Stream<JsonNode> holoVs() {
    return Golden2026.cases("holov");
  }

  @ParameterizedTest
  @MethodSource("holoVs")
  void holoV(JsonNode golden) {
    ImageFeatures image = row(golden.get("V"), golden.get("attention"));
    HoloV pruner = new HoloV(golden.get("n_crops").asInt());

    List<Pruned> pruned = pruner.prune(image, List.of(golden.get("m").asInt()));

    assertThat(pruned.get(0).positions()).isEqualTo(ints(golden, "kept_sorted"));
  }

  static Stream<JsonNode> agilePruners() {
    return Golden2026.cases("agilepruner_style");
  }

  @ParameterizedTest
  @MethodSource("agilePruners")
  void agilePrunerStyle(JsonNode golden) {
    ImageFeatures image = row(golden.get("V"), golden.get("attention"));
    AgilePrunerStyle pruner =
        new AgilePrunerStyle(
            OptionalDouble.of(golden.get("erank_avg").asDouble()),
            golden.get("tau_max").asDouble());
    int budget = golden.get("m").asInt();

    assertThat(AgilePrunerStyle.erank(image.tokens().projected()))
        .isCloseTo(golden.get("erank").asDouble(), within(Golden2026.TOLERANCE));
    assertThat(Arrays.copyOf(pruner.rank(image, budget), budget))
        .isEqualTo(ints(golden, "selected_in_order"));
    assertThat(pruner.keep(image, budget)).isEqualTo(ints(golden, "kept_sorted"));
  }

  static Stream<JsonNode> darts() {
    return Golden2026.cases("dart");
  }

  @ParameterizedTest
  @MethodSource("darts")
  void dart(JsonNode golden) {
    int start = golden.get("image_start").asInt();
    Dart.Prompt prompt =
        new Dart.Prompt(
            Golden2026.matrix(golden.get("hidden_after_final_norm")),
            sideBySide(golden.get("keys_head_seq_dim")),
            start,
            golden.get("n_image").asInt());
    int images = golden.get("image_pivots_wanted").asInt();
    int texts = golden.get("text_pivots_wanted").asInt();
    Dart dart = new Dart(images, texts);
    int budget = golden.get("budget_argument").asInt();

    assertThat(dart.pivots(prompt))
        .isEqualTo(
            IntStream.concat(
                    IntStream.of(ints(golden, "image_pivots_global")),
                    IntStream.of(ints(golden, "text_pivots_global")))
                .toArray());
    assertThat(dart.asPublished(prompt, ints(golden, "visit_order_global"), budget))
        .isEqualTo(ints(golden, "kept_sorted"))
        .hasSize(images + budget / (images + texts) * (images + texts));
    assertThat(dart.exactly(prompt, dart.pivots(prompt), budget))
        .hasSize(budget)
        .contains(IntStream.of(ints(golden, "image_pivots_global")).map(i -> i - start).toArray());
  }

  private static TokenMatrix sideBySide(JsonNode heads) {
    TokenMatrix first = Golden.matrix(heads.get(0));
    int width = first.dim();
    float[] values = new float[first.count() * width * heads.size()];
    for (int h = 0; h < heads.size(); h++) {
      TokenMatrix head = Golden.matrix(heads.get(h));
      for (int i = 0; i < head.count(); i++) {
        System.arraycopy(head.row(i), 0, values, (i * heads.size() + h) * width, width);
      }
    }
    return new TokenMatrix(values, width * heads.size());
  }

  private static ImageFeatures row(TokenMatrix tokens) {
    return Samples.row(tokens, new float[tokens.count()]);
  }

  private static ImageFeatures row(JsonNode tokens, JsonNode attention) {
    return Samples.row(Golden2026.matrix(tokens), Golden2026.floats(attention));
  }

  private static TokenGrid grid(JsonNode node) {
    return new TokenGrid(node.get(0).asInt(), node.get(1).asInt());
  }

  private static int[] ints(JsonNode golden, String key) {
    return Golden.ints(golden.get(key));
  }
}
