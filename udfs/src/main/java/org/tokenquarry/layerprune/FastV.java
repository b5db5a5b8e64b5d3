package org.tokenquarry.layerprune;

import java.util.stream.IntStream;
import org.tokenquarry.numeric.Ranking;

/**
 * FastV (Chen et al., ECCV 2024, arXiv 2403.06764): after K layers it keeps the visual tokens to
 * which the last token attends most in layer K, as the mean over heads.
 *
 * <p>Published: K = 2 of 32 layers. The budget counts the tokens after layer K. The first K layers
 * are computed in full, so less is saved than by a pruner before the language model. Ties go to the
 * lower index.
 */
public final class FastV implements LayerPruner {

  private static final int LAYERS = 2;

  @Override
  public String name() {
    return "fastv";
  }

  @Override
  public float[] logits(LayerPass pass, int budget) {
    pass.runTo(LayerPruner.scaled(LAYERS, pass.layers()));
    float[] row = pass.meanAttention()[pass.last()];
    int first = pass.firstVisual();
    double[] attended =
        IntStream.range(0, pass.visual().length).mapToDouble(i -> row[first + i]).toArray();
    pass.keep(Ranking.largest(attended, budget));
    return pass.logits();
  }
}
