package org.tokenquarry.layerprune;

import java.util.Map;
import java.util.stream.IntStream;
import org.tokenquarry.numeric.Ranking;

/**
 * FitPrune (Ye et al., AAAI 2025, arXiv 2409.10197): behind each layer the visual tokens leave
 * whose product of attention from text and from visual tokens is smallest, as many as a recipe
 * says.
 *
 * <p>The recipe of a budget of m tokens is calibrated so that a prompt costs at most what it costs
 * with m visual tokens in every layer behind the first, see {@link FitPruneRecipe}. Ties go to the
 * lower index.
 *
 * @param recipes by budget
 */
public record FitPrune(Map<Integer, FitPruneRecipe> recipes) implements LayerPruner {

  /** The name, also where there is no recipe yet. */
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
