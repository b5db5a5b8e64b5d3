package org.tokenquarry.layerprune;

/**
 * VTW (Lin et al., AAAI 2025, arXiv 2405.05803): after K layers it drops all visual tokens.
 *
 * <p>The paper searches K for each model by the divergence of the next token (15 of 32 layers for
 * LLaVA-1.5): {@link #searched}, which has no budget. {@link #atBudget} has one: with {@code K = 1
 * + round((L - 1) m / N)} the layers after the first have about m visual tokens on average.
 */
public final class Vtw implements LayerPruner {

  /** The name of the method as published. */
  public static final String SEARCHED = "vtw-searched";

  private final String name;
  private final int searched;

  private Vtw(String name, int searched) {
    this.name = name;
    this.searched = searched;
  }

  /** K follows from the budget. */
  public static Vtw atBudget() {
    return new Vtw("vtw", 0);
  }

  /**
   * As published: the same K at every budget.
   *
   * @param layer K, at least 1, found by {@link WithdrawalSearch}
   */
  public static Vtw searched(int layer) {
    return new Vtw(SEARCHED, layer);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String needs() {
    return searched > 0
        ? "run_layers and logits_of, and the warehouse mined images to search the layer on"
        : LayerPruner.super.needs();
  }

  @Override
  public float[] logits(LayerPass pass, int budget) {
    double keep = (double) budget / pass.visual().length;
    int following = 1 + (int) Math.rint(keep * (pass.layers() - 1));
    return withdrawing(pass, searched > 0 ? searched : following);
  }

  /**
   * Answers a prompt.
   *
   * @param pass that has run no layer yet
   * @param withdrawn K, in [1, L]; nothing is withdrawn at L
   * @return {@code [V]}: logits of the first answer token
   */
  static float[] withdrawing(LayerPass pass, int withdrawn) {
    pass.runTo(withdrawn);
    if (withdrawn < pass.layers()) {
      pass.keep(new int[0]);
    }
    return pass.logits();
  }
}
