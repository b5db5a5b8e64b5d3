package org.tokenquarry.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DecoderShapeTest {

  private static final DecoderShape LLAMA_7B =
      new DecoderShape(4096, 32, 32, 32, 128, 11008, 32000);

  @Test
  void aSevenBillionDecoderHasItsParameters() {
    assertThat(LLAMA_7B.parameters()).isBetween(6_700_000_000L, 6_760_000_000L);
  }

  @Test
  void aTokenCostsTwoOperationsAParameter() {
    long linear = 2 * (LLAMA_7B.parameters() - 32000L * 4096);
    assertThat(LLAMA_7B.forward(1, 0)).isBetween(linear, linear + 1_000_000);
  }

  @Test
  void layersOneByOneAndTheHeadAreTheFullPass() {
    assertThat(LLAMA_7B.someLayers(20, 32) + LLAMA_7B.head()).isEqualTo(LLAMA_7B.forward(20, 0));
  }

  @Test
  void whatIsNotFollowedIsNotCounted() {
    assertThat(LLAMA_7B.lastLogits(1, 30)).isEqualTo(LLAMA_7B.forward(1, 30));
    assertThat(LLAMA_7B.lastLogits(20, 0)).isLessThan(LLAMA_7B.forward(20, 0));
    assertThat(LLAMA_7B.prefill(20, 0)).isLessThan(LLAMA_7B.lastLogits(20, 0));
  }

  @Test
  void everyQueryMeetsEveryKey() {
    long without = LLAMA_7B.forward(10, 0);
    // Scores and mixing: two products of 10 queries, 5 keys and 4096 numbers, in 32 layers.
    assertThat(LLAMA_7B.forward(10, 5) - without).isEqualTo(32L * 2 * 2 * 10 * 5 * 4096);
  }
}
