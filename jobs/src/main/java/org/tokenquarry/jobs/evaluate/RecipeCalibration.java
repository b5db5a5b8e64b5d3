package org.tokenquarry.jobs.evaluate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.tokenquarry.layerprune.FitPruneCost;
import org.tokenquarry.layerprune.FitPruneRecipe;
import org.tokenquarry.layerprune.FitPruneSearch;
import org.tokenquarry.model.BundleManifest;

/**
 * Calibrates the recipes of FitPrune on a few images. With the recipe for a budget visual tokens
 * cost about as much as in a model whose first layer sees all of them and whose later layers see as
 * many as the budget says.
 *
 * @param manifest of the bundle
 */
record RecipeCalibration(BundleManifest manifest) {

  /**
   * One recipe for each budget, by budget; empty if the decoder does not run layer by layer.
   *
   * @param budgets numbers of visual tokens that are kept
   * @param trials gives for some tolerances rows of {@link
   *     org.tokenquarry.task.TryTolerances#OUTPUT}
   */
  Map<Integer, FitPruneRecipe> recipes(
      List<Integer> budgets, Function<List<Double>, List<Row>> trials) {
    int tokens = manifest.grid().size();
    FitPruneCost cost = manifest.decoderShape().map(FitPruneCost::of).orElse(FitPruneCost.TOKENS);
    Map<Integer, Double> allowed = new HashMap<>();
    for (int budget : budgets) {
      allowed.put(
          budget,
          cost.layer(tokens, tokens) + (manifest.layers() - 1) * cost.layer(budget, budget));
    }
    return new FitPruneSearch(tokens, cost)
        .recipes(allowed, tolerances -> byTolerance(trials.apply(tolerances)));
  }

  private static Map<Double, List<List<Integer>>> byTolerance(List<Row> rows) {
    return rows.stream()
        .collect(
            Collectors.groupingBy(
                row -> row.<Double>getAs("tolerance"),
                Collectors.mapping(
                    row -> row.<Integer>getList(row.fieldIndex("dropped")), Collectors.toList())));
  }
}
