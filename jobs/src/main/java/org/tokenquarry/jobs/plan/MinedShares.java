package org.tokenquarry.jobs.plan;

import org.tokenquarry.experiment.Stage;
import org.tokenquarry.jobs.config.PlanSettings.Keep;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.table.Funnel;
import org.tokenquarry.jobs.table.MinedImages;
import org.tokenquarry.jobs.table.RunInfo;
import org.tokenquarry.jobs.table.StageCount;

/** The shares of the tokens that passed each stage in a warehouse. */
final class MinedShares {

  private final Funnel funnel;

  private MinedShares(Funnel funnel) {
    this.funnel = funnel;
  }

  /**
   * Reads what was mined with the model and the settings of a run.
   *
   * @throws org.tokenquarry.error.UserException {@code nothing-mined} if that is nothing
   */
  static Keep of(JobContext context) {
    RunInfo run = context.experimentInfo();
    MinedImages mined =
        new MinedImages(context.warehouse(), run.modelDigest(), run.settingsDigest());
    Funnel funnel = Funnel.of(mined.rows());
    if (funnel.tokens() == 0) {
      throw PlanErrors.nothingMined(context.warehouse().location());
    }
    MinedShares shares = new MinedShares(funnel);
    return new Keep(
        shares.of(Stage.WITHIN_IMAGE),
        shares.of(Stage.SINGLE_TOKEN),
        shares.of(Stage.REGION),
        shares.of(Stage.GLOBAL));
  }

  private double of(Stage stage) {
    StageCount count =
        funnel.stages().stream()
            .filter(each -> each.name().equals(stage.code()))
            .findFirst()
            .orElseThrow();
    return count.in() == 0 ? 0 : (double) count.kept() / count.in();
  }
}
