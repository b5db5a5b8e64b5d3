package org.tokenquarry.experiment;

import java.util.concurrent.CompletableFuture;
import org.tokenquarry.token.VisualTokens;

/**
 * An image whose probed tokens are chosen. They are clustered on the common pool from the moment
 * that this is made, because that needs no model: a GPU has other work meanwhile.
 */
public final class ProbedImage {

  private final VisualTokens tokens;
  private final ClsRanking ranking;
  private final int[] probed;
  private final CompletableFuture<Integer[]> clusterSizes;

  private ProbedImage(
      VisualTokens tokens,
      ClsRanking ranking,
      int[] probed,
      CompletableFuture<Integer[]> clusterSizes) {
    this.tokens = tokens;
    this.ranking = ranking;
    this.probed = probed;
    this.clusterSizes = clusterSizes;
  }

  /**
   * Chooses the probed tokens and begins to cluster them.
   *
   * @param tokens finite, as the language model receives them
   */
  public static ProbedImage of(VisualTokens tokens, ExperimentSettings settings) {
    ClsRanking ranking = ClsRanking.of(tokens.clsCosine());
    int[] probed = settings.probe().tokens(ranking);
    WithinImageRule rule = settings.withinImage();
    return new ProbedImage(
        tokens,
        ranking,
        probed,
        rule == null
            ? CompletableFuture.completedFuture(new Integer[probed.length])
            : CompletableFuture.supplyAsync(() -> ClusterSizes.of(tokens, probed, rule)));
  }

  /** All visual tokens of the image. */
  public VisualTokens tokens() {
    return tokens;
  }

  ClsRanking ranking() {
    return ranking;
  }

  /** Ascending; do not modify. */
  int[] probed() {
    return probed;
  }

  /** Waits for the size of each probed token's cluster; nulls where the condition is off. */
  Integer[] clusterSizes() {
    return clusterSizes.join();
  }
}
