package org.tokenquarry.prune.tower;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tokenquarry.golden.Golden;
import org.tokenquarry.golden.Golden2026;
import org.tokenquarry.token.TokenMatrix;

class TowerGoldenTest {

  @Test
  void pruMerge() {
    JsonNode golden = Golden2026.at("/prumerge_full");
    PruMergeMerging merging = pruMerge(golden);

    int[] kept = merging.kept();

    assertThat(kept).isEqualTo(Golden.ints(golden.get("formula_kept_in_output_order")));
    assertThat(kept).hasSize(golden.get("formula_n_outliers").asInt());
    Golden2026.assertRows(
        merging.merged(kept, PruMergeMerging.NEIGHBOURS), golden.get("output_rows"));
  }

  @Test
  void pruMergePlus() {
    JsonNode golden = Golden2026.at("/prumerge_plus_full");
    PruMergeMerging merging = pruMerge(golden);

    int[] kept = merging.keptPlus();
    TokenMatrix merged = merging.merged(kept, PruMergeMerging.NEIGHBOURS);

    assertThat(merging.kept()).hasSize(golden.get("formula_n_outliers").asInt());
    assertThat(kept).isEqualTo(Golden.ints(golden.get("formula_kept_in_output_order")));
    assertThat(merged.count()).isEqualTo(golden.get("n_output_rows").asInt());
    Golden2026.assertRows(merged, golden.get("output_rows"));
  }

  @Test
  void evenAttentionHasNoOutlier() {
    TokenMatrix one = new TokenMatrix(new float[] {1, 2, 3}, 1);
    PruMergeMerging merging = new PruMergeMerging(new float[] {0.5f, 0.5f, 0.5f}, one, one);
    assertThat(merging.kept()).isEmpty();
    assertThat(merging.merged(merging.kept(), PruMergeMerging.NEIGHBOURS).values())
        .containsExactly(3);
    assertThat(merging.keptPlus()).containsExactly(0, 1);
  }

  private static PruMergeMerging pruMerge(JsonNode golden) {
    TokenMatrix keys = Golden.matrix(golden.get("keys_cls_row0"));
    return new PruMergeMerging(
        ClsAttention.of(Golden.floats(golden.get("q_cls")), keys, 1),
        withoutCls(keys),
        Golden.matrix(golden.get("features")));
  }

  static Stream<JsonNode> visionZips() {
    return Golden2026.cases("visionzip_full");
  }

  @ParameterizedTest
  @MethodSource("visionZips")
  void visionZip(JsonNode golden) {
    JsonNode tower = Golden2026.at("/visionzip_full");
    TokenMatrix keys = Golden.matrix(tower.get("keys_cls_row0_heads_concatenated"));
    int heads = tower.get("heads").asInt();
    VisionZipMerging merging =
        new VisionZipMerging(
            ClsAttention.of(Golden.floats(tower.get("q_cls_unscaled")), keys, heads),
            meanOfHeads(withoutCls(keys), heads),
            Golden.matrix(tower.get("hidden_cls_row0")));
    int dominant = golden.get("dominant_without_cls").asInt();

    assertThat(merging.dominant(dominant)).isEqualTo(Golden.ints(golden.get("dominant_ids")));
    Golden2026.assertRows(
        merging.merged(dominant, golden.get("contextual").asInt()), golden.get("output_rows"));
  }

  private static TokenMatrix meanOfHeads(TokenMatrix keys, int heads) {
    int width = keys.dim() / heads;
    float[] means = new float[keys.count() * width];
    for (int i = 0; i < means.length; i++) {
      int row = i / width;
      int d = i % width;
      means[i] =
          (float)
              IntStream.range(0, heads)
                  .mapToDouble(head -> keys.at(row, head * width + d))
                  .average()
                  .orElseThrow();
    }
    return new TokenMatrix(means, width);
  }

  @Test
  void visionZipMergesNothingWithoutTargets() {
    TokenMatrix rows = new TokenMatrix(new float[] {9, 1, 2, 3}, 1);
    VisionZipMerging merging = new VisionZipMerging(new float[] {1, 3, 2}, withoutCls(rows), rows);
    assertThat(merging.merged(2, 0).values()).containsExactly(9, 2, 3);
    assertThat(merging.merged(0, 3).values()).containsExactly(9, 1, 2, 3);
  }

  static Stream<JsonNode> zooPrunes() {
    return Golden2026.cases("zoo_prune");
  }

  @ParameterizedTest
  @MethodSource("zooPrunes")
  void zooPrune(JsonNode golden) {
    TokenMatrix features = Golden2026.matrix(golden.get("X"));
    ZooPrune rule =
        new ZooPrune(
            Golden.matrix(golden.get("directions_before_normalising")), golden.get("h").asDouble());

    double[] sensitivity = rule.sensitivity(features, rows -> projected(rows, golden));
    int[] order = ZooPrune.rank(sensitivity, projected(features, golden), golden.get("m").asInt());

    assertThat(sensitivity)
        .usingComparatorWithPrecision(Golden2026.TOLERANCE)
        .containsExactly(Golden.doubles(golden.get("sensitivity")));
    assertThat(order).isEqualTo(Golden.ints(golden.get("selected_in_order")));
    assertThat(Arrays.stream(order).sorted().toArray())
        .isEqualTo(Golden.ints(golden.get("kept_sorted")));
  }

  @Test
  void directionsFollowFromTheSeed() {
    ZooPrune one = ZooPrune.of(3, 5, ZooPrune.PUBLISHED_STEP);
    assertThat(one.directions().count()).isEqualTo(64);
    assertThat(one.directions().values())
        .isEqualTo(ZooPrune.of(3, 5, ZooPrune.PUBLISHED_STEP).directions().values())
        .isNotEqualTo(ZooPrune.of(4, 5, ZooPrune.PUBLISHED_STEP).directions().values());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ZooPrune(one.directions(), 0))
        .withMessage("ZOO-Prune needs a step above 0, not 0.0");
  }

  /** {@code W2 gelu(W1 x + b1) + b2}. */
  private static TokenMatrix projected(TokenMatrix rows, JsonNode golden) {
    double[][] hidden = linear(doubles(rows), golden, "W1", "b1");
    for (double[] row : hidden) {
      Arrays.setAll(row, d -> row[d] * (1 + erf(row[d] / Math.sqrt(2))) / 2);
    }
    double[][] out = linear(hidden, golden, "W2", "b2");
    float[] values = new float[out.length * out[0].length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) out[i / out[0].length][i % out[0].length];
    }
    return new TokenMatrix(values, out[0].length);
  }

  /** A series of positive terms; beyond 6 it is 1 in double. */
  private static double erf(double x) {
    if (Math.abs(x) > 6) {
      return Math.signum(x);
    }
    double sum = 0;
    double term = x;
    for (int n = 0; n < 200; n++) {
      sum += term;
      term *= 2 * x * x / (2 * n + 3);
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }

  private static double[][] linear(double[][] rows, JsonNode golden, String weight, String bias) {
    TokenMatrix weights = Golden.matrix(golden.get(weight));
    double[] biases = Golden.doubles(golden.get(bias));
    double[][] out = new double[rows.length][biases.length];
    for (int i = 0; i < rows.length; i++) {
      for (int o = 0; o < biases.length; o++) {
        out[i][o] = biases[o];
        for (int d = 0; d < weights.dim(); d++) {
          out[i][o] += weights.at(o, d) * rows[i][d];
        }
      }
    }
    return out;
  }

  private static double[][] doubles(TokenMatrix rows) {
    double[][] values = new double[rows.count()][rows.dim()];
    for (int i = 0; i < values.length; i++) {
      for (int d = 0; d < values[i].length; d++) {
        values[i][d] = rows.at(i, d);
      }
    }
    return values;
  }

  private static TokenMatrix withoutCls(TokenMatrix rows) {
    return rows.rows(IntStream.range(1, rows.count()).toArray());
  }
}
