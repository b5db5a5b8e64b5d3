package org.tokenquarry.jobs.config;

/** How scenes are written. */
public enum SceneFormat {
  /** PNG files and questions, to be ingested. */
  PNG,
  /** NumPy arrays with labels of every patch, to train the bundled model. */
  NPY
}
