package org.tokenquarry.task;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.apache.spark.broadcast.Broadcast;
import org.tokenquarry.answer.Positions;
import org.tokenquarry.experiment.Batching;
import org.tokenquarry.image.ImageLimits;
import org.tokenquarry.layerprune.FitPruneRecipe;
import org.tokenquarry.model.DevicePreference;

/**
 * What executors need to know to compare pruners.
 *
 * @param model location of the bundle
 * @param device where the model runs
 * @param limits what was too much for one image when it was ingested
 * @param keeps shares of the visual tokens that are kept, each in (0, 1)
 * @param positions how tokens are numbered that pruners before the language model leave
 * @param batching how many sequences go through the decoder at once
 * @param maxAnswerTokens how long an answer may become where it is read as text
 * @param recipes of FitPrune, by number of tokens
 * @param pruners who chooses them
 */
public record AskPlan(
    String model,
    DevicePreference device,
    ImageLimits limits,
    List<Double> keeps,
    Positions positions,
    Batching batching,
    int maxAnswerTokens,
    Map<Integer, FitPruneRecipe> recipes,
    Broadcast<PrunerPlan> pruners)
    implements Serializable {

  /** Copies lists and maps. */
  public AskPlan {
    keeps = List.copyOf(keeps);
    recipes = Map.copyOf(recipes);
  }

  /** The same with FitPrune's recipes. */
  public AskPlan with(Map<Integer, FitPruneRecipe> fitPruneRecipes) {
    return new AskPlan(
        model,
        device,
        limits,
        keeps,
        positions,
        batching,
        maxAnswerTokens,
        fitPruneRecipes,
        pruners);
  }
}
