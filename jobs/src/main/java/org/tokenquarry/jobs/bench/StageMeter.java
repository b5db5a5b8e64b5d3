package org.tokenquarry.jobs.bench;

import java.util.EnumMap;
import java.util.Map;
import org.tokenquarry.experiment.Stage;
import org.tokenquarry.experiment.StageWatch;
import org.tokenquarry.model.LoadedModel;
import org.tokenquarry.model.Work;

/** Adds up the work of each stage in the thread that made it. */
final class StageMeter implements StageWatch {

  private final LoadedModel model;
  private final Map<Stage, Work> stages = new EnumMap<>(Stage.class);
  private Work before;

  StageMeter(LoadedModel model) {
    this.model = model;
    this.before = model.workOfThread();
  }

  @Override
  public void ran(Stage stage) {
    Work now = model.workOfThread();
    stages.merge(stage, now.since(before), Work::plus);
    before = now;
  }

  Map<Stage, Work> read() {
    return stages;
  }
}
