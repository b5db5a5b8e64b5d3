package org.tokenquarry.experiment;

import java.util.Locale;
import org.tokenquarry.model.LoadedModel;

/** The engines that settings can choose. */
public enum EngineKind {
  /** See {@link ExhaustiveEngine}. */
  EXHAUSTIVE {
    @Override
    public ExperimentEngine start(LoadedModel model, ExperimentSettings settings, int batchSize) {
      return new ExhaustiveEngine(model, settings, batchSize);
    }
  };

  /**
   * Makes an engine for one thread.
   *
   * @param model outlives the engine
   * @param batchSize most sequences in one call of the decoder; influences speed, not results
   */
  public abstract ExperimentEngine start(
      LoadedModel model, ExperimentSettings settings, int batchSize);

  /** The name used in settings. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
