package org.tokenquarry.jobs.verb;

import org.tokenquarry.experiment.EngineKind;
import org.tokenquarry.jobs.config.Settings;
import org.tokenquarry.task.ExaminePlan;

/** How the settings say that experiments are run. */
final class Examining {

  private Examining() {}

  static ExaminePlan plan(VerbRun run, EngineKind engine) {
    Settings settings = run.settings();
    return new ExaminePlan(
        settings.model().location(),
        settings.model().device(),
        run.experiment(),
        run.limits(),
        engine,
        settings.mine().batching());
  }
}
