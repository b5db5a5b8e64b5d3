package org.tokenquarry.jobs.evaluate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.tokenquarry.layerprune.FitPruneRecipe;
import org.tokenquarry.layerprune.VisualAttention;
import org.tokenquarry.model.BundleManifest;

/**
 * Calibrates the recipes of FitPrune on the attention of a few images. The recipe for a budget
 * costs at most as much as a model whose first layer sees all visual tokens and whose later layers
 * see as many as the budget says.
 */
final class RecipeCalibration {

  private final BundleManifest manifest;
  private final List<List<VisualAttention>> samples;

  /**
   * Prepares the calibration.
   *
   * @param manifest of the bundle
   * @param attention rows of {@link org.tokenquarry.task.MeasureAttention#OUTPUT}
   */
  RecipeCalibration(BundleManifest manifest, List<Row> attention) {
    this.manifest = manifest;
    Map<String, TreeMap<Integer, VisualAttention>> byImage = new TreeMap<>();
    for (Row row : attention) {
      byImage
          .computeIfAbsent(row.getAs("image_id"), image -> new TreeMap<>())
          .put(
              row.getAs("layer"), new VisualAttention(doubles(row, "cross"), doubles(row, "self")));
    }
    this.samples =
        byImage.values().stream()
            .<List<VisualAttention>>map(layers -> new ArrayList<>(layers.values()))
            .toList();
  }

  /**
   * One recipe for each budget, by budget; empty if there is no attention.
   *
   * @param budgets numbers of visual tokens that are kept
   */
  Map<Integer, FitPruneRecipe> recipes(List<Integer> budgets) {
    Map<Integer, FitPruneRecipe> recipes = new HashMap<>();
    if (samples.isEmpty()) {
      return recipes;
    }
    for (int budget : budgets) {
      double most = layer(manifest.grid().size()) + (manifest.layers() - 1) * layer(budget);
      recipes.put(budget, FitPruneRecipe.calibrated(samples, this::cost, most));
    }
    return recipes;
  }

  private double cost(FitPruneRecipe recipe) {
    int left = manifest.grid().size();
    double cost = 0;
    for (int dropped : recipe.dropped()) {
      cost += layer(left);
      left = Math.max(0, left - dropped);
    }
    return cost;
  }

  /** Operations of one layer; the number of its tokens if the bundle does not state its sizes. */
  private double layer(int visual) {
    int prompt = manifest.prompt().before().length + manifest.prompt().after().length;
    return manifest
        .decoderShape()
        .map(shape -> (double) shape.someLayers(prompt + visual, 1))
        .orElse((double) (prompt + visual));
  }

  private static double[] doubles(Row row, String column) {
    List<Double> values = row.getList(row.fieldIndex(column));
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
