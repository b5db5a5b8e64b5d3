package org.tokenquarry.config;

/** Which divergence compares two heads of the vocabulary. */
public enum DivergenceForm implements Choice {
  /** The published scripts: arguments reversed, averaged over the head; unbounded. */
  OFFICIAL_CODE,
  /** Jensen-Shannon divergence in nats, 0 to ln 2. */
  JENSEN_SHANNON
}
