package org.tokenquarry.jobs.evaluate;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.spark.ModelWork;
import org.tokenquarry.jobs.table.Contents;
import org.tokenquarry.jobs.table.Split;
import org.tokenquarry.layerprune.FitPrune;
import org.tokenquarry.layerprune.FitPruneRecipe;
import org.tokenquarry.layerprune.LayerCalibration;
import org.tokenquarry.layerprune.Vtw;
import org.tokenquarry.layerprune.WithdrawalSearch;
import org.tokenquarry.model.BundleManifest;
import org.tokenquarry.prune.Pruner;
import org.tokenquarry.task.TryTolerances;
import org.tokenquarry.task.TryWithdrawals;

/**
 * Calibrates methods inside the language model on a few mined images ({@code
 * evaluate.calibrationImages}, the first by id): never on images that are asked about.
 *
 * @param context of the run
 * @param work is told what the model does for this
 */
record LayerCalibrations(JobContext context, ModelWork work) {

  private static final int IMAGES_PER_TASK = 8;

  /** What the named pruners need; nothing is run for others. */
  LayerCalibration of(List<String> pruners) {
    return new LayerCalibration(
        pruners.contains(FitPrune.NAME) ? recipes() : Map.of(),
        pruners.contains(Vtw.SEARCHED) ? withdrawal() : 0);
  }

  private Map<Integer, FitPruneRecipe> recipes() {
    BundleManifest manifest = context.bundle().manifest();
    if (manifest.keepsShape()) {
      return Map.of();
    }
    context.phases().uncounted("Calibrating FitPrune");
    int count = manifest.grid().size();
    return new RecipeCalibration(manifest)
        .recipes(
            context.settings().evaluate().keeps().stream()
                .map(keep -> Pruner.budget(keep, count))
                .toList(),
            tolerances -> {
              // A row for each of a few images (evaluate.calibrationImages) and each budget.
              TryTolerances attempt = new TryTolerances(context.taskModel(), tolerances);
              return context
                  .modelTasks()
                  .map(sample(), work.of(attempt.model(), attempt), TryTolerances.OUTPUT)
                  .collectAsList();
            });
  }

  private int withdrawal() {
    context.phases().uncounted("Searching VTW's layer");
    // A row for each of a few images (evaluate.calibrationImages).
    TryWithdrawals attempt = new TryWithdrawals(context.taskModel());
    List<double[]> changes =
        context
            .modelTasks()
            .map(sample(), work.of(attempt.model(), attempt), TryWithdrawals.OUTPUT)
            .collectAsList()
            .stream()
            .map(LayerCalibrations::changes)
            .toList();
    return changes.isEmpty()
        ? 0
        : WithdrawalSearch.PUBLISHED.layer(changes, context.bundle().manifest().layers());
  }

  private Dataset<Row> sample() {
    Dataset<Row> images =
        context
            .warehouse()
            .images(Split.MINE)
            .sort("image_id")
            .limit(context.settings().evaluate().calibrationImages());
    return new Contents(context.warehouse()).read(images, IMAGES_PER_TASK);
  }

  private static double[] changes(Row row) {
    return row.<Double>getList(row.fieldIndex("changes")).stream()
        .mapToDouble(Double::doubleValue)
        .toArray();
  }
}
