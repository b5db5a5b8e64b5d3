package org.tokenquarry.config;

/** Where the model runs. */
public enum Device implements Choice {
  /** A GPU where the Spark task was given one, otherwise the CPU. */
  AUTO,
  /** The CPU. */
  CPU,
  /** The GPU of the Spark task; a task without one fails. */
  GPU
}
