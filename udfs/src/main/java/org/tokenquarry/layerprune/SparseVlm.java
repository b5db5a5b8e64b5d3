package org.tokenquarry.layerprune;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.tokenquarry.numeric.Ranking;
import org.tokenquarry.token.TokenMatrix;

/**
 * SparseVLM (Zhang et al., ICML 2025, arXiv 2410.04417): in three steps it keeps the visual tokens
 * to which the relevant words attend most.
 *
 * <p>The relevant words ("raters") are the question's tokens whose {@code mean over visual tokens
 * of softmax over the question's tokens (v . t)} at the language model's input is at least the
 * mean. The steps come after layers 2, 6 and 15 of 32, and keep {@code N (m/N)^(1/3)}, {@code N
 * (m/N)^(2/3)} and m tokens, about the published proportions (300, 200 and 110 of 576). As in the
 * second version of the method, dropped tokens are not merged into new ones. Ties go to the lower
 * index.
 */
public final class SparseVlm implements LayerPruner {

  private static final int[] LAYERS = {2, 6, 15};

  @Override
  public String name() {
    return "sparsevlm";
  }

  @Override
  public float[] logits(LayerPass pass, int budget) {
    int[] raters = raters(pass);
    int all = pass.visual().length;
    int run = 0;
    for (int stage = 0; stage < LAYERS.length; stage++) {
      // In a shallow decoder two steps must not come after the same layer.
      int end = Math.max(run + 1, LayerPruner.scaled(LAYERS[stage], pass.layers()));
      if (end >= pass.layers()) {
        break;
      }
      pass.runTo(end);
      run = end;
      double keep = Math.pow((double) budget / all, (stage + 1.0) / LAYERS.length);
      pass.keep(
          Ranking.largest(attended(pass, raters), Math.max(budget, (int) Math.rint(keep * all))));
    }
    return pass.logits();
  }

  /** Indices of the relevant words in the question. */
  private static int[] raters(LayerPass pass) {
    TokenMatrix states = pass.states();
    int words = pass.last() + 1 - pass.firstText();
    double[] relevance = new double[words];
    for (int v = pass.firstVisual(); v < pass.firstText(); v++) {
      double[] products = new double[words];
      for (int t = 0; t < words; t++) {
        products[t] = dot(states, v, pass.firstText() + t);
      }
      addSoftmax(products, relevance);
    }
    double mean = Arrays.stream(relevance).average().orElseThrow();
    return IntStream.range(0, words).filter(t -> relevance[t] >= mean).toArray();
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

  private static double dot(TokenMatrix states, int a, int b) {
    double sum = 0;
    for (int d = 0; d < states.dim(); d++) {
      sum += (double) states.at(a, d) * states.at(b, d);
    }
    return sum;
  }

  private static void addSoftmax(double[] products, double[] sums) {
    double max = Arrays.stream(products).max().orElseThrow();
    double total = Arrays.stream(products).map(x -> Math.exp(x - max)).sum();
    for (int t = 0; t < sums.length; t++) {
      sums[t] += Math.exp(products[t] - max) / total;
    }
  }
}
