package org.tokenquarry.task;

import java.io.Serializable;
import org.tokenquarry.error.UserException;
import org.tokenquarry.experiment.EngineKind;
import org.tokenquarry.experiment.ExperimentSettings;
import org.tokenquarry.experiment.ImageExaminer;
import org.tokenquarry.experiment.MinedView;
import org.tokenquarry.experiment.StageWatch;
import org.tokenquarry.model.Batching;
import org.tokenquarry.model.BundleManifest;
import org.tokenquarry.model.LoadedModel;

/**
 * The experiments as executors run them. Only {@code settings} and the bundle of {@code model}
 * influence results.
 *
 * @param model that runs them
 * @param settings what is measured, and how it is judged
 * @param engine how the experiments are run
 * @param batching how many sequences and images go through the model at once
 */
public record Experiments(
    TaskModel model, ExperimentSettings settings, EngineKind engine, Batching batching)
    implements Serializable {

  private static final long serialVersionUID = 1L;

  /** The same model and engine with other settings. */
  public Experiments with(ExperimentSettings others) {
    return new Experiments(model, others, engine, batching);
  }

  /**
   * Checks that a model can be examined so.
   *
   * @return these experiments
   * @throws UserException {@code tiles-unknown} if tiles are to be examined and the model knows
   *     none
   */
  public Experiments requireServedBy(BundleManifest manifest) {
    if (settings.minedView() != MinedView.BASE && manifest.anyres() == null) {
      throw TaskErrors.tilesUnknown(manifest.name(), "experiment.view");
    }
    return this;
  }

  /** Makes what examines images in one thread. */
  ImageExaminer examiner(OpenedModel opened) {
    LoadedModel loaded = opened.loaded();
    return new ImageExaminer(
        loaded, engine.start(loaded, settings, batching, StageWatch.NONE), batching);
  }
}
