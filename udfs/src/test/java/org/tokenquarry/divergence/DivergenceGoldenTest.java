package org.tokenquarry.divergence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tokenquarry.golden.Golden;

class DivergenceGoldenTest {

  static Stream<Named<JsonNode>> divergences() {
    return Golden.fields(Golden.at("/jsd/cases")).map(c -> Named.of(c.getKey(), c.getValue()));
  }

  static Stream<Named<JsonNode>> topOnes() {
    return Golden.fields(Golden.at("/top1_probability/cases"))
        .map(c -> Named.of(c.getKey(), c.getValue()));
  }

  @ParameterizedTest
  @MethodSource("divergences")
  void bothFormsAgree(JsonNode expected) {
    JsonNode input = expected.get("input");
    float[] reference = Golden.floats(input.get("reference_logits"));
    float[] ablated = Golden.floats(input.get("ablated_logits"));
    int k = input.get("k").asInt();

    assertThat(HeadVocabulary.largest(reference, k))
        .isEqualTo(Golden.ints(expected.get("head_indices_from_reference")));
    assertThat(DivergenceForm.JENSEN_SHANNON.between(reference, ablated, k))
        .isCloseTo(expected.get("jsd_standard_nats").asDouble(), within(Golden.TOLERANCE));
    assertThat(DivergenceForm.OFFICIAL_CODE.between(reference, ablated, k))
        .isCloseTo(expected.get("jsd_code_mean_over_k").asDouble(), within(Golden.TOLERANCE));
  }

  @ParameterizedTest
  @MethodSource("topOnes")
  void theTopTokenAndItsProbabilityAgree(JsonNode expected) {
    float[] logits = Golden.floats(expected.get("logits"));
    int k = expected.get("k").asInt();

    TopOne top = TopOne.of(logits, k);

    int[] head = Golden.ints(expected.get("head_indices"));
    assertThat(HeadVocabulary.largest(logits, k)).isEqualTo(head);
    assertThat(top.token()).isEqualTo(head[0]);
    assertThat(top.probability())
        .isCloseTo(expected.get("top1_probability").asDouble(), within(Golden.TOLERANCE));
  }
}
