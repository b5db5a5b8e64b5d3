package org.tokenquarry.layerprune;

import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.tokenquarry.numeric.Ranking;

/**
 * FastV (Chen et al., ECCV 2024, arXiv 2403.06764): after K layers it keeps the visual tokens to
 * which the last token attends most in layer K, as the mean over heads.
 *
 * <p>Published: K = 2 of 32 layers. {@link #scaled} takes the layer at the same proportion, {@link
 * #published} takes K = 2 whatever the depth. The budget counts the tokens after layer K. The first
 * K layers are computed in full, so less is saved than by a pruner before the language model. Ties
 * go to the lower index.
 */
public final class FastV implements LayerPruner {

  private static final int LAYERS = 2;

  private final String name;
  private final IntUnaryOperator layer;

  private FastV(String name, IntUnaryOperator layer) {
    this.name = name;
    this.layer = layer;
  }

  /** At the layer that K = 2 of 32 is in a model of another depth. */
  public static FastV scaled() {
    return new FastV("fastv", layers -> LayerPruner.scaled(LAYERS, layers));
  }

  /** At K = 2, or behind the only layer. */
  public static FastV published() {
    return new FastV("fastv-k2", layers -> Math.min(LAYERS, layers));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public float[] logits(LayerPass pass, int budget) {
    pass.runTo(layer.applyAsInt(pass.layers()));
    float[] row = pass.meanAttention()[pass.last()];
    int first = pass.firstVisual();
    double[] attended =
        IntStream.range(0, pass.visual().length).mapToDouble(i -> row[first + i]).toArray();
    pass.keep(Ranking.largest(attended, budget));
    return pass.logits();
  }
}
