package org.tokenquarry.layerprune;

/**
 * VTW (Lin et al., AAAI 2025, arXiv 2405.05803): after K layers every visual token is withdrawn.
 *
 * <p>The paper searches K for a model by the divergence of its next token (15 of 32 layers for
 * LLaVA-1.5). Here K follows from the budget: all tokens in the first {@code K = round(L m / N)}
 * layers are on average m in each. At least one layer sees them, so small budgets cannot be met in
 * a decoder of few layers; the computation that is saved tells.
 */
public final class Vtw implements LayerPruner {

  @Override
  public String name() {
    return "vtw";
  }

  @Override
  public float[] logits(LayerPass pass, int budget) {
    double share = (double) budget / pass.visual().length;
    int withdrawn = (int) Math.max(1, Math.rint(share * pass.layers()));
    pass.runTo(Math.min(pass.layers(), withdrawn));
    if (withdrawn < pass.layers()) {
      pass.keep(new int[0]);
    }
    return pass.logits();
  }
}
