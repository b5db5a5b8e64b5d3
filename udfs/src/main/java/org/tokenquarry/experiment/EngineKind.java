package org.tokenquarry.experiment;

import java.util.Locale;
import org.tokenquarry.model.LoadedModel;

/** The engines that settings can choose. */
public enum EngineKind {
  /** See {@link ExhaustiveEngine}. */
  EXHAUSTIVE {
    @Override
    public ExperimentEngine start(
        LoadedModel model, ExperimentSettings settings, Batching batching) {
      return new ExhaustiveEngine(model, settings, batching);
    }
  },
  /** See {@link CascadeEngine}. */
  CASCADE {
    @Override
    public ExperimentEngine start(
        LoadedModel model, ExperimentSettings settings, Batching batching) {
      return new CascadeEngine(model, settings, batching);
    }
  };

  /**
   * Makes an engine for one thread.
   *
   * @param model outlives the engine
   * @param batching influences speed, not results
   */
  public abstract ExperimentEngine start(
      LoadedModel model, ExperimentSettings settings, Batching batching);

  /** The name used in settings. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
