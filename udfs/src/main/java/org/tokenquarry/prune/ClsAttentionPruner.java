package org.tokenquarry.prune;

import org.tokenquarry.numeric.Ranking;
import org.tokenquarry.token.ImageFeatures;

/**
 * Keeps the tokens to which [CLS] attends most, by the mean over heads. Ties go to the lower index.
 * A NaN attention is refused.
 *
 * <p>Two methods are the same as this one if an image is one crop and nothing is merged. So they
 * have the same metrics:
 *
 * <ul>
 *   <li>HiRED (Arif et al., AAAI 2025, arXiv 2408.10945) divides the budget among the tiles of a
 *       high-resolution image and keeps the most attended tokens of each. A single tile gets the
 *       whole budget.
 *   <li>PruMerge (Shang et al., ICCV 2025, arXiv 2403.15388) keeps the outliers of attention, see
 *       {@link org.tokenquarry.prune.variant.PruMerge}, and merges the other tokens into them.
 * </ul>
 */
public final class ClsAttentionPruner implements RankingPruner {

  private final String name;

  private ClsAttentionPruner(String name) {
    this.name = name;
  }

  /** HiRED, on one tile. */
  public static ClsAttentionPruner hired() {
    return new ClsAttentionPruner("hired");
  }

  /** The selection of PruMerge, with the budget in place of its number of outliers. */
  public static ClsAttentionPruner pruMerge() {
    return new ClsAttentionPruner("prumerge");
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int[] rank(ImageFeatures image, int most) {
    return mostAttended(image);
  }

  /** All tokens by falling attention. */
  static int[] mostAttended(ImageFeatures image) {
    float[] attention = image.clsAttention();
    PrunerChecks.requireNumbers(attention, "the attention of [CLS]");
    return Ranking.rising(attention.length, i -> -attention[i]);
  }
}
