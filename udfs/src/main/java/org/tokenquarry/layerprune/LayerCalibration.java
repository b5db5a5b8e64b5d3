package org.tokenquarry.layerprune;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * What methods inside the language model learn about a model before they are compared. What is
 * missing was not asked for, or could not be found.
 *
 * @param recipes of {@link FitPrune}, by budget
 * @param withdrawal after how many layers {@link Vtw} withdraws all visual tokens, found by {@link
 *     WithdrawalSearch}; 0 where it is missing
 */
public record LayerCalibration(Map<Integer, FitPruneRecipe> recipes, int withdrawal)
    implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Nothing is known. */
  public static final LayerCalibration NONE = new LayerCalibration(Map.of(), 0);

  /** With which every method can be named, but not run. */
  public static final LayerCalibration STAND_IN =
      new LayerCalibration(Map.of(1, new FitPruneRecipe(List.of())), 1);

  /** Copies the map. */
  public LayerCalibration {
    recipes = Map.copyOf(recipes);
  }
}
