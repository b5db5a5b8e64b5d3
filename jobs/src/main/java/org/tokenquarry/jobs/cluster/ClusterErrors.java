package org.tokenquarry.jobs.cluster;

import java.util.ArrayList;
import java.util.List;
import org.tokenquarry.error.Problem;
import org.tokenquarry.error.UserException;
import org.tokenquarry.jobs.config.ClusterSettings;
import org.tokenquarry.jobs.config.PartitionSettings;
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

  /**
   * Refuses settings of the clustering that so few tokens cannot meet.
   *
   * @throws UserException with every one of them
   */
  static void requireEnough(int tokens, ClusterSettings settings) {
    List<Problem> problems = new ArrayList<>();
    if (tokens < Math.max(settings.clusters(), settings.neighbours())) {
      problems.add(
          new Problem(
              "too-few-tokens",
              String.format(
                  "There are %d redundant tokens to cluster, but cluster.clusters is %d and"
                      + " cluster.neighbours is %d.",
                  tokens, settings.clusters(), settings.neighbours()),
              "Mine more images, or set both to at most " + tokens + "."));
    }
    int cells = settings.partition().map(PartitionSettings::cells).orElse(1);
    if (cells > 1 && tokens < (long) cells * settings.neighbours()) {
      problems.add(
          new Problem(
              "too-many-cells",
              String.format(
                  "There are %d redundant tokens to cluster, but cluster.cells is %d, and each cell"
                      + " needs cluster.neighbours = %d tokens.",
                  tokens, cells, settings.neighbours()),
              "Set cluster.cells to auto, or to at most "
                  + Math.max(1, tokens / settings.neighbours())
                  + "."));
    }
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
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
