package org.tokenquarry.prune.tower;

import java.util.stream.IntStream;
import org.tokenquarry.prune.Pruned;
import org.tokenquarry.token.TokenMatrix;

/** Rows that were merged before the projector, as tokens of the language model. */
final class MergedRows {

  private MergedRows() {}

  /**
   * Projects them. A row that is made of tokens from everywhere has no place in the image, and the
   * published codes number what they merge from 0 on.
   *
   * @param features {@code [m, Dv]}
   */
  static Pruned projected(TowerView view, TokenMatrix features) {
    return new Pruned.Merged(
        view.projector().apply(features), IntStream.range(0, features.count()).toArray());
  }

  /** Rows without that of [CLS], which is the first. */
  static TokenMatrix withoutCls(TokenMatrix rows) {
    return rows.rows(IntStream.range(1, rows.count()).toArray());
  }
}
