package org.tokenquarry.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DecoderShapeTest {

  private static final DecoderShape LLAMA_7B =
      new DecoderShape(4096, 32, 32, 32, 128, 11008, 32000);

  @Test
  void a_seven_billion_decoder_has_its_parameters() {
    assertThat(LLAMA_7B.parameters()).isBetween(6_700_000_000L, 6_760_000_000L);
  }

  @Test
  void a_token_costs_two_operations_a_parameter() {
    long linear = 2 * (LLAMA_7B.parameters() - 32000L * 4096);
    assertThat(LLAMA_7B.forward(1, 0)).isBetween(linear, linear + 1_000_000);
  }

  @Test
  void layers_one_by_one_and_the_head_are_the_full_pass() {
    assertThat(LLAMA_7B.someLayers(20, 32) + LLAMA_7B.head()).isEqualTo(LLAMA_7B.forward(20, 0));
  }

  @Test
  void what_is_not_followed_is_not_counted() {
    assertThat(LLAMA_7B.lastLogits(1, 30)).isEqualTo(LLAMA_7B.forward(1, 30));
    assertThat(LLAMA_7B.lastLogits(20, 0)).isLessThan(LLAMA_7B.forward(20, 0));
    assertThat(LLAMA_7B.prefill(20, 0)).isLessThan(LLAMA_7B.lastLogits(20, 0));
  }

  @Test
  void every_query_meets_every_key() {
    long without = LLAMA_7B.forward(10, 0);
    // Scores and mixing: two products of 10 queries, 5 keys and 4096 numbers, in 32 layers.
    assertThat(LLAMA_7B.forward(10, 5) - without).isEqualTo(32L * 2 * 2 * 10 * 5 * 4096);
  }
}
