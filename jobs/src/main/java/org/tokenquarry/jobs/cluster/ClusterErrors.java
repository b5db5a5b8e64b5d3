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
