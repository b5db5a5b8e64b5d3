package org.tokenquarry.layerprune;

/**
 * VTW (Lin et al., AAAI 2025, arXiv 2405.05803): after K layers it drops all visual tokens.
 *
 * <p>The paper chooses K for each model by the divergence of the next token (15 of 32 layers for
 * LLaVA-1.5). Here K follows from the budget m: with {@code K = 1 + round((L - 1) m / N)} the
 * layers after the first have about m visual tokens on average.
 */
public final class Vtw implements LayerPruner {

  @Override
  public String name() {
    return "vtw";
  }

  @Override
  public float[] logits(LayerPass pass, int budget) {
    double keep = (double) budget / pass.visual().length;
    int withdrawn = 1 + (int) Math.rint(keep * (pass.layers() - 1));
    pass.runTo(withdrawn);
    if (withdrawn < pass.layers()) {
      pass.keep(new int[0]);
    }
    return pass.logits();
  }
}
