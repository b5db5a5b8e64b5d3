package org.tokenquarry.jobs.config;

/** The verbs that a night may run; their words are their names on the command line. */
public enum NightlyStep {
  /** Adds images to the warehouse. */
  INGEST,
  /** Proposes thresholds. */
  CALIBRATE,
  /** Runs the experiments. */
  MINE,
  /** Makes a candidate codebook. */
  CLUSTER,
  /** Measures it. */
  EVALUATE,
  /** Publishes it. */
  PUBLISH,
  /** Writes it as files. */
  EXPORT,
  /** Writes the page about it. */
  REPORT,
  /** Merges small files. */
  COMPACT;

  /** The verb's name. */
  public String verb() {
    return Words.of(this);
  }
}
