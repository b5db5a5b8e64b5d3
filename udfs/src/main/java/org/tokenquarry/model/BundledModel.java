package org.tokenquarry.model;

import java.util.Optional;

/** What must be said wherever a result of the model in the jar is shown. */
public final class BundledModel {

  private static final String NAME = "tokenquarry-scenes-2m";

  private static final String CAVEAT =
      "The bundled model was trained on drawn scenes only and knows nothing of photographs: a"
          + " codebook mined with it on photographs shows the pipeline at work, and is of no use"
          + " for serving.";

  private BundledModel() {}

  /**
   * What a model does not know, in one sentence.
   *
   * @param name of the model, as its manifest has it
   * @return nothing for any other than the bundled model
   */
  public static Optional<String> caveat(String name) {
    return name.equals(NAME) ? Optional.of(CAVEAT) : Optional.empty();
  }
}
