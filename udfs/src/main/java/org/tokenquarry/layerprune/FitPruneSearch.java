package org.tokenquarry.layerprune;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Finds FitPrune's recipes on a few prompts: for each allowed cost it halves the interval of
 * tolerances [0, 1], down to 0.01. As in the published code, a recipe is that of the <em>last</em>
 * tolerance that was tried. So it may cost a little more than allowed.
 *
 * @param tokens N, how many visual tokens a prompt has
 * @param cost of layers
 */
public record FitPruneSearch(int tokens, FitPruneCost cost) {

  private static final double PRECISION = 0.01;

  /** Tries tolerances on prompts. */
  @FunctionalInterface
  public interface Trials {

    /**
     * Drops tokens at several tolerances.
     *
     * @param tolerances in [0, 1], ascending, distinct
     * @return for each tolerance, for each prompt, what {@link FitPruneTrial#dropped} gives; empty
     *     where there is no prompt
     */
    Map<Double, List<List<Integer>>> at(List<Double> tolerances);
  }

  /**
   * Searches for all recipes at once, so that prompts run seven times however many there are.
   *
   * @param allowed cost of a prompt, by the name of a recipe, such as a budget
   * @return recipes by the same names; empty if there is no prompt
   */
  public Map<Integer, FitPruneRecipe> recipes(Map<Integer, Double> allowed, Trials trials) {
    Map<Integer, FitPruneRecipe> recipes = new HashMap<>();
    Map<Integer, Double> tolerances = new HashMap<>();
    allowed.keySet().forEach(name -> tolerances.put(name, 0.0));
    for (double width = 1.0 / 2; 2 * width > PRECISION; width /= 2) {
      double half = width;
      tolerances.replaceAll((name, low) -> low + half);
      Map<Double, List<List<Integer>>> tried =
          trials.at(List.copyOf(new TreeSet<>(tolerances.values())));
      if (tried.isEmpty()) {
        return Map.of();
      }
      for (Map.Entry<Integer, Double> entry : allowed.entrySet()) {
        int name = entry.getKey();
        Outcome outcome = outcome(tried.get(tolerances.get(name)), entry.getValue());
        recipes.put(name, outcome.recipe());
        if (outcome.cost() <= entry.getValue()) {
          tolerances.computeIfPresent(name, (same, middle) -> middle - half);
        }
      }
    }
    return recipes;
  }

  /**
   * What a tolerance gives.
   *
   * @param cost of a prompt, as the mean over prompts
   */
  record Outcome(FitPruneRecipe recipe, double cost) {}

  /**
   * Averages prompts. Counts are rounded down. Once a layer comes where the cost is allowed even if
   * no more is dropped, no more is.
   *
   * @param prompts {@code [L]} each: how many tokens each layer drops; at least one
   * @param most the cost that is allowed
   */
  Outcome outcome(List<List<Integer>> prompts, double most) {
    int layers = prompts.get(0).size();
    int[] left = new int[prompts.size()];
    Arrays.fill(left, tokens);
    double spent = 0;
    List<Integer> dropped = new ArrayList<>();
    for (int layer = 0; layer < layers; layer++) {
      double whole = 0;
      double next = 0;
      int sum = 0;
      for (int p = 0; p < left.length; p++) {
        int count = prompts.get(p).get(layer);
        double before = cost.beforeDrop(left[p]);
        whole += before + cost.rest(left[p], layers - 1 - layer);
        next += cost.layer(left[p], left[p] - count);
        left[p] -= count;
        sum += count;
      }
      // Sums of whole numbers are exact, so a recipe that must drop nothing drops nothing.
      if ((spent + whole) / left.length <= most) {
        dropped.addAll(Collections.nCopies(layers - layer, 0));
        return new Outcome(new FitPruneRecipe(dropped), (spent + whole) / left.length);
      }
      spent += next;
      dropped.add(sum / left.length);
    }
    return new Outcome(new FitPruneRecipe(dropped), spent / left.length);
  }
}
