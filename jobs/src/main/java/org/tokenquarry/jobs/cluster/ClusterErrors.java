package org.tokenquarry.jobs.cluster;

import java.util.List;
import org.tokenquarry.error.UserException;
import org.tokenquarry.jobs.config.ClusterSettings;
import org.tokenquarry.task.WriteTokenBlocks.Damaged;

/** Every error of {@code cluster}: its code, its sentence and its remedy. */
final class ClusterErrors {

  private ClusterErrors() {}

  static UserException nothingMined(String warehouse) {
    return new UserException(
        "nothing-mined",
        "Nothing was mined with this model and these settings in " + warehouse + ".",
        "Run mine with the same settings first.");
  }

  /** Embeddings in the table {@code experiments} cannot be used; at least one. */
  static UserException experimentsCorrupt(List<Damaged> damaged) {
    Damaged first = damaged.get(0);
    return new UserException(
        "experiments-corrupt",
        String.format(
            "The table experiments is damaged: the embedding of token %d of image %s %s%s.",
            first.token(),
            first.imageId(),
            first.found(),
            damaged.size() == 1 ? "" : ", and " + (damaged.size() - 1) + " more cannot be used"),
        "Restore the table from its history or from a copy, or mine into a new warehouse.");
  }

  /** Settings of the clustering that so few tokens cannot meet. */
  static UserException tooFewTokens(int tokens, ClusterSettings settings) {
    return new UserException(
        "too-few-tokens",
        String.format(
            "There are %d redundant tokens to cluster, but cluster.clusters is %d and"
                + " cluster.neighbours is %d.",
            tokens, settings.clusters(), settings.neighbours()),
        "Mine more images, or set both to at most " + tokens + ".");
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
