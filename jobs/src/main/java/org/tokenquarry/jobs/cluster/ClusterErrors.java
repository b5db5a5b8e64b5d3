package org.tokenquarry.jobs.cluster;

import org.tokenquarry.error.UserException;

/** Every error of {@code cluster}: its code, its sentence and its remedy. */
final class ClusterErrors {

  private ClusterErrors() {}

  static UserException nothingMined(String warehouse) {
    return new UserException(
        "nothing-mined",
        "Nothing was mined with this model and these settings in " + warehouse + ".",
        "Run mine with the same settings first.");
  }

  /**
   * An embedding in the table {@code experiments} cannot be used.
   *
   * @param found what is wrong, behind "the embedding"
   */
  static UserException experimentsCorrupt(String imageId, int token, String found) {
    return new UserException(
        "experiments-corrupt",
        String.format(
            "The table experiments is damaged: the embedding of token %d of image %s %s.",
            token, imageId, found),
        "Restore the table from its history or from a copy, or mine into a new warehouse.");
  }

  /**
   * A condition let nothing pass.
   *
   * @param condition its name
   * @param found what the condition was asked about, and why nothing passed; ends in a full stop
   * @param proposal which setting would leave something
   */
  static UserException emptyCodebook(String condition, String found, String proposal) {
    return new UserException(
        "empty-codebook", "The " + condition + " emptied the codebook: " + found, proposal);
  }
}
