package org.tokenquarry.experiment;

/** Hears, in the engine's thread, which stage the work since the last call belonged to. */
@FunctionalInterface
public interface StageWatch {

  /** Hears and does nothing. */
  StageWatch NONE = stage -> {};

  /** Some runs of a stage are done. */
  void ran(Stage stage);
}
