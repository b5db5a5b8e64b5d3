package org.tokenquarry.layerprune;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.tokenquarry.numeric.Ranking;
import org.tokenquarry.prune.form.Constant;
import org.tokenquarry.prune.form.TunableMethod;
import org.tokenquarry.token.TokenMatrix;

/**
 * SparseVLM (Zhang et al., ICML 2025, arXiv 2410.04417), version 1.5 with recycling: in three
 * stages it keeps the visual tokens to which the relevant words attend most, and makes new tokens
 * of a few dropped ones.
 *
 * <p>{@link QuestionRaters} chooses the words once. The stages come after layers 2, 6 and 15 of 32,
 * and keep {@code N (m/N)^(1/3)}, {@code N (m/N)^(2/3)} and m tokens, about the published
 * proportions (300, 200 and 110 of 576). Those of {@link TokenRecycling} follow the kept ones,
 * positions are numbered anew, and new tokens compete in the next stage. So a little more than m
 * are left. The published code always drops one; here a stage that has to drop nothing does
 * nothing. Ties go to the lower index.
 *
 * @param recycled the share of the dropped tokens that new ones are made of, in [0, 1]; at least
 *     one dropped token is
 */
public record SparseVlm(double recycled) implements LayerPruner {

  /** Its constant. The layers are none: they belong to the cost. */
  public static final TunableMethod<LayerPruner> TUNABLE =
      new TunableMethod<>(
          "sparsevlm",
          List.of(Constant.share("recycled", TokenRecycling.SHARE)),
          values -> new SparseVlm(values.number("recycled")));

  private static final int[] LAYERS = {2, 6, 15};

  /**
   * Checks the setting.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  public SparseVlm {
    if (!(recycled >= 0 && recycled <= 1)) {
      throw new IllegalArgumentException(
          "SparseVLM needs a share of recycled tokens from 0 to 1, not " + recycled);
    }
  }

  /** As published. */
  public SparseVlm() {
    this(TokenRecycling.SHARE);
  }

  @Override
  public String name() {
    return TUNABLE.named(Map.of("recycled", recycled));
  }

  @Override
  public float[] logits(LayerPass pass, int budget) {
    int all = pass.visual().length;
    TokenMatrix input = pass.states();
    int[] raters =
        QuestionRaters.of(
            rows(input, pass.firstVisual(), pass.firstText()),
            rows(input, pass.firstText(), pass.last() + 1));
    int run = 0;
    for (int stage = 0; stage < LAYERS.length; stage++) {
      // In a shallow decoder two stages must not come after the same layer.
      int end = Math.max(run + 1, LayerPruner.scaled(LAYERS[stage], pass.layers()));
      if (end >= pass.layers()) {
        break;
      }
      pass.runTo(end);
      run = end;
      double keep = Math.pow((double) budget / all, (stage + 1.0) / LAYERS.length);
      int count = Math.max(budget, (int) Math.rint(keep * all));
      if (count < pass.visual().length) {
        sparsify(pass, attended(pass, raters), count);
      }
    }
    return pass.logits();
  }

  private void sparsify(LayerPass pass, double[] scores, int count) {
    int[] kept = Ranking.largest(scores, count);
    int[] pool =
        IntStream.of(TokenRecycling.pool(scores, kept, recycled))
            .map(place -> pass.firstVisual() + place)
            .toArray();
    pass.replace(kept, TokenRecycling.merged(pass.states().rows(pool)));
  }

  private static double[] attended(LayerPass pass, int[] raters) {
    float[][] attention = pass.meanAttention();
    double[] sums = new double[pass.visual().length];
    for (int rater : raters) {
      float[] row = attention[pass.firstText() + rater];
      for (int i = 0; i < sums.length; i++) {
        sums[i] += row[pass.firstVisual() + i];
      }
    }
    return sums;
  }

  private static TokenMatrix rows(TokenMatrix states, int from, int to) {
    return states.rows(IntStream.range(from, to).toArray());
  }
}
