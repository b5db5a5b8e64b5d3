package org.tokenquarry.model;

import java.util.Optional;

/** The caveat that goes with every result of the model in the jar. */
public final class BundledModel {

  private static final String NAME = "tokenquarry-scenes-2m";

  private static final String CAVEAT =
      "The bundled model was trained on drawn scenes only and knows nothing of photographs: a"
          + " codebook mined with it on photographs shows the pipeline at work, and is of no use"
          + " for serving.";

  private BundledModel() {}

  /**
   * The caveat of a model.
   *
   * @param name of the model, from its manifest
   * @return one or two sentences; empty for all but the bundled model
   */
  public static Optional<String> caveat(String name) {
    return name.equals(NAME) ? Optional.of(CAVEAT) : Optional.empty();
  }
}
