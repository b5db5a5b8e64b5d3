package org.tokenquarry.prune;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.tokenquarry.numeric.Ranking;
import org.tokenquarry.token.TokenMatrix;

/**
 * The rule of DART (EMNLP 2025, arXiv 2502.11494): around a few pivots, it keeps the tokens that
 * are least like each pivot.
 *
 * <p>Pivots are the image tokens and the tokens after the image whose keys have the largest L1
 * norms. Image pivots are kept. For each pivot, in an order of visits, the t tokens of the image
 * that are not yet kept and whose states have the smallest cosine to the pivot's are kept too. Ties
 * go to the lower index.
 *
 * <p>DART drops after layer 2 of the language model. The states are then that layer's output after
 * the model's final norm, and the keys those of layer 2 after rotation, heads side by side. {@link
 * DartProxy} takes projected tokens for both.
 *
 * @param imagePivots how many image tokens are pivots, at least 0
 * @param textPivots how many tokens after the image are pivots, at least 0
 */
public record Dart(int imagePivots, int textPivots) {

  /** As published. */
  public static final Dart PUBLISHED = new Dart(4, 4);

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if there is no pivot
   */
  public Dart {
    if (imagePivots < 0 || textPivots < 0 || imagePivots + textPivots == 0) {
      throw new IllegalArgumentException(
          "DART needs pivots, not " + imagePivots + " and " + textPivots);
    }
  }

  /**
   * A prompt inside the language model.
   *
   * @param states {@code [T, D]}
   * @param keys {@code [T, K]}
   * @param firstVisual row of the first image token
   * @param visual N, how many image tokens there are; the rows behind them are text
   */
  public record Prompt(TokenMatrix states, TokenMatrix keys, int firstVisual, int visual) {

    private int end() {
      return firstVisual + visual;
    }
  }

  /** Rows of the pivots: image, then text, each by falling norm. */
  public int[] pivots(Prompt prompt) {
    int[] image = largest(prompt.keys(), prompt.firstVisual(), prompt.end(), imagePivots);
    int[] text = largest(prompt.keys(), prompt.end(), prompt.keys().count(), textPivots);
    return IntStream.concat(IntStream.of(image), IntStream.of(text)).toArray();
  }

  /**
   * Keeps as many tokens as the published code: {@code t = floor(budget / pivots)}, so up to {@code
   * imagePivots} more than the budget.
   *
   * @param visits rows of all pivots in the order of visits; the published order is that of a set
   *     of Python, so it is given here
   * @return indices of image tokens, ascending
   */
  public int[] asPublished(Prompt prompt, int[] visits, int budget) {
    return gathered(prompt, visits, budget / visits.length, prompt.visual());
  }

  /**
   * Keeps exactly as many tokens as the budget says, like the port of AngelSlim: {@code t =
   * ceil((budget - imagePivots) / pivots)}, and stops when there are enough.
   *
   * @param visits rows of all pivots, in the order of visits
   * @param budget in [1, N]
   * @return {@code [budget]} indices of image tokens, ascending
   */
  public int[] exactly(Prompt prompt, int[] visits, int budget) {
    int missing = Math.max(0, budget - imagePivots);
    return gathered(prompt, visits, (missing + visits.length - 1) / visits.length, budget);
  }

  private static int[] gathered(Prompt prompt, int[] visits, int share, int most) {
    boolean[] taken = new boolean[prompt.visual()];
    int count = 0;
    for (int row : visits) {
      if (row < prompt.end() && count < most) {
        taken[row - prompt.firstVisual()] = true;
        count++;
      }
    }
    int[] rows = IntStream.range(prompt.firstVisual(), prompt.end()).toArray();
    double[][] cosines = Cosines.between(prompt.states().rows(visits), prompt.states().rows(rows));
    for (double[] toPivot : cosines) {
      int[] added =
          Arrays.stream(Ranking.rising(taken.length, i -> toPivot[i]))
              .filter(i -> !taken[i])
              .limit(Math.min(share, most - count))
              .toArray();
      for (int token : added) {
        taken[token] = true;
        count++;
      }
    }
    return IntStream.range(0, taken.length).filter(i -> taken[i]).toArray();
  }

  /** The rows with the largest L1 norms, the largest first. */
  private static int[] largest(TokenMatrix keys, int from, int to, int most) {
    double[] norms = new double[to - from];
    for (int i = 0; i < norms.length; i++) {
      for (int d = 0; d < keys.dim(); d++) {
        norms[i] += Math.abs(keys.at(from + i, d));
      }
    }
    return Arrays.stream(Ranking.rising(norms.length, i -> -norms[i]))
        .limit(most)
        .map(i -> from + i)
        .toArray();
  }
}
