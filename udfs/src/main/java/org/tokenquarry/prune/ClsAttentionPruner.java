package org.tokenquarry.prune;

import org.tokenquarry.numeric.Ranking;
import org.tokenquarry.token.ImageFeatures;

/**
 * Keeps the tokens to which [CLS] attends most, the mean over heads. Ties go to the lower index. A
 * NaN attention is refused.
 *
 * <p>Two methods come down to this where one image is one crop and nothing is merged, and so have
 * the same figures:
 *
 * <ul>
 *   <li>HiRED (Arif et al., AAAI 2025, arXiv 2408.10945) divides the budget among the tiles of a
 *       high-resolution image and keeps the most attended of each; with one tile it has it all.
 *   <li>PruMerge (Shang et al., ICCV 2025, arXiv 2403.15388) keeps attention's outliers, see {@link
 *       PruMerge}, and merges the others into them.
 * </ul>
 */
public final class ClsAttentionPruner implements RankingPruner {

  private final String name;

  private ClsAttentionPruner(String name) {
    this.name = name;
  }

  /** HiRED on one tile. */
  public static ClsAttentionPruner hired() {
    return new ClsAttentionPruner("hired");
  }

  /** PruMerge's selection with its number of outliers replaced by the budget. */
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
    Selection.requireNumbers(attention, "the attention of [CLS]");
    return Ranking.rising(attention.length, i -> -attention[i]);
  }
}
