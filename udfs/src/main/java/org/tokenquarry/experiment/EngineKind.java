package org.tokenquarry.experiment;

import java.util.Locale;
import org.tokenquarry.model.Batching;
import org.tokenquarry.model.LoadedModel;

/** The engines that settings can choose. */
public enum EngineKind {
  /** See {@link ExhaustiveEngine}. */
  EXHAUSTIVE {
    @Override
    public ExperimentEngine start(
        LoadedModel model, ExperimentSettings settings, Batching batching, StageWatch watch) {
      return new ExhaustiveEngine(model, settings, batching, watch);
    }
  },
  /** See {@link CascadeEngine}. */
  CASCADE {
    @Override
    public ExperimentEngine start(
        LoadedModel model, ExperimentSettings settings, Batching batching, StageWatch watch) {
      return new CascadeEngine(model, settings, batching, watch);
    }
  };

  /**
   * Makes an engine for one thread.
   *
   * @param model outlives the engine
   * @param batching influences speed, not results
   * @param watch is told which stage was run
   */
  public abstract ExperimentEngine start(
      LoadedModel model, ExperimentSettings settings, Batching batching, StageWatch watch);

  /** The name used in settings. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
