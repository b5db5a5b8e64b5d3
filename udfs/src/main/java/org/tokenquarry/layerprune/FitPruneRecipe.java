package org.tokenquarry.layerprune;

import java.io.Serializable;
import java.util.List;

/**
 * How many visual tokens FitPrune drops in each layer. {@link FitPruneSearch} finds it.
 *
 * @param dropped {@code [L]}: how many tokens each layer drops
 */
public record FitPruneRecipe(List<Integer> dropped) implements Serializable {

  /** Copies the list. */
  public FitPruneRecipe {
    dropped = List.copyOf(dropped);
  }
}
