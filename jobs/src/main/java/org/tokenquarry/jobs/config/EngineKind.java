package org.tokenquarry.config;

/** What carries out the experiments. Engines differ in speed, never in a verdict. */
public enum EngineKind implements Choice {
  /** Every experiment for every probed token; the reference. */
  EXHAUSTIVE
}
