package org.tokenquarry.layerprune;

import java.util.Map;
import org.tokenquarry.numeric.Ranking;

/**
 * FitPrune (Ye et al., AAAI 2025, arXiv 2409.10197): in each layer it drops the visual tokens with
 * the smallest product of attention from text and attention from visual tokens. A recipe says how
 * many.
 *
 * <p>The published code drops them between the layer's attention and its output projection. Rows
 * are independent from there on, so to drop them after the layer gives the same answer; the
 * operations that this wastes are not counted. The recipe for a budget of m tokens is calibrated so
 * that visual tokens cost about as much as m of them in every layer after the first, see {@link
 * FitPruneSearch}. Ties go to the lower index.
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
  public String needs() {
    return LayerPruner.super.needs() + ", and images of one number of visual tokens";
  }

  @Override
  public float[] logits(LayerPass pass, int budget) {
    FitPruneRecipe recipe = recipes.get(budget);
    for (int layer = 0; layer < pass.layers(); layer++) {
      pass.runTo(layer + 1);
      int left = Math.max(0, pass.visual().length - recipe.dropped().get(layer));
      pass.keepBeforeMlp(Ranking.largest(VisualAttention.of(pass).products(), left));
    }
    return pass.logits();
  }
}
