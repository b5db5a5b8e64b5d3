package org.tokenquarry.prune.tower;

import java.util.function.UnaryOperator;
import org.tokenquarry.token.ImageFeatures;
import org.tokenquarry.token.TokenMatrix;
import org.tokenquarry.token.TowerKeys;

/**
 * One image as methods see it that work before the projector.
 *
 * @param image what every pruner sees
 * @param keys what the tower knows beside
 * @param projector from ViT features {@code [M, Dv]} to visual tokens {@code [M, D]}, row by row
 */
public record TowerView(ImageFeatures image, TowerKeys keys, UnaryOperator<TokenMatrix> projector) {

  /** N, the number of visual tokens. */
  int count() {
    return image.tokens().grid().size();
  }

  boolean hasCls() {
    return keys.states().count() == count() + 1;
  }

  boolean goesOn() {
    return keys.keysBehind().count() == count() + 1;
  }
}
