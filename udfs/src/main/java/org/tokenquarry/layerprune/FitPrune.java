package org.tokenquarry.layerprune;

import java.util.Map;
import java.util.stream.IntStream;
import org.tokenquarry.numeric.Ranking;

/**
 * FitPrune (Ye et al., AAAI 2025, arXiv 2409.10197): after each layer it drops the visual tokens
 * with the smallest product of attention from text and attention from visual tokens. A recipe says
 * how many.
 *
 * <p>The recipe for a budget of m tokens is calibrated so that a prompt costs at most as much as
 * with m visual tokens in every layer after the first, see {@link FitPruneRecipe}. Ties go to the
 * lower index.
 *
 * @param recipes by budget
 */
public record FitPrune(Map<Integer, FitPruneRecipe> recipes) implements LayerPruner {

  /** The name of the method. */
  public static final String NAME = "fitprune";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public float[] logits(LayerPass pass, int budget) {
    FitPruneRecipe recipe = recipes.get(budget);
    for (int layer = 0; layer + 1 < pass.layers(); layer++) {
      pass.runTo(layer + 1);
      int left = Math.max(0, pass.visual().length - recipe.dropped().get(layer));
      VisualAttention attention = VisualAttention.of(pass);
      double[] products =
          IntStream.range(0, pass.visual().length)
              .mapToDouble(i -> attention.cross()[i] * attention.self()[i])
              .toArray();
      pass.keep(Ranking.largest(products, left));
    }
    return pass.logits();
  }
}
