package org.tokenquarry.experiment;

/**
 * Is told which stage was run, to account for the work since the last call. Called in the engine's
 * thread.
 */
@FunctionalInterface
public interface StageWatch {

  /** Does nothing. */
  StageWatch NONE = stage -> {};

  /** Called when some runs of a stage have ended. */
  void ran(Stage stage);
}
