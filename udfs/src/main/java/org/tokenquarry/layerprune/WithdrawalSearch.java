package org.tokenquarry.layerprune;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.tokenquarry.divergence.KullbackLeibler;

/**
 * Finds the layer after which {@link Vtw} withdraws all visual tokens, as the paper does: the first
 * one, from a given layer on, where withdrawing changes the next token's distribution by no more
 * than eta. The change is {@code KL(withdrawn || all tokens)}, as the mean over prompts.
 *
 * @param eta nats, at least 0
 */
public record WithdrawalSearch(double eta) {

  /** As published for LLaVA-1.5-7B. */
  public static final WithdrawalSearch PUBLISHED = new WithdrawalSearch(0.003);

  /** The first layer that the paper tries, of 32. */
  private static final int FIRST = 5;

  /**
   * What withdrawing after each layer changes for one prompt.
   *
   * @param fresh makes a pass of the prompt that has run no layer yet; called once for each layer
   * @param layers L
   * @return {@code [L - 1]} nats, at least 0: after the first layer, the second, and so on
   * @throws org.tokenquarry.divergence.NonFiniteLogitException if a logit is NaN or +infinity
   */
  public static double[] changes(Supplier<LayerPass> fresh, int layers) {
    float[] full;
    try (LayerPass pass = fresh.get()) {
      full = pass.logits();
    }
    return IntStream.range(1, layers)
        .mapToDouble(
            layer -> {
              try (LayerPass pass = fresh.get()) {
                return KullbackLeibler.of(Vtw.withdrawing(pass, layer), full);
              }
            })
        .toArray();
  }

  /**
   * The layer.
   *
   * @param prompts what {@link #changes} gives for each, in any order; at least one
   * @param layers L
   * @return how many layers come before the withdrawal, in [1, L]; L where no layer is good enough,
   *     so that nothing is withdrawn
   */
  public int layer(List<double[]> prompts, int layers) {
    for (int layer = LayerPruner.scaled(FIRST, layers); layer < layers; layer++) {
      int place = layer - 1;
      // Sorted, so that the sum does not depend on the order of prompts.
      double[] sorted = prompts.stream().mapToDouble(each -> each[place]).sorted().toArray();
      if (Arrays.stream(sorted).sum() / sorted.length <= eta) {
        return layer;
      }
    }
    return layers;
  }
}
