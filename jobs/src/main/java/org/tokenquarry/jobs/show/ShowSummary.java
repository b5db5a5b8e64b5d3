package org.tokenquarry.jobs.show;

import java.util.List;
import java.util.stream.Collectors;
import org.tokenquarry.jobs.job.Summary;
import org.tokenquarry.jobs.table.PrototypeOrigin;

/**
 * One version with all that its prototypes rest on.
 *
 * @param codebook the version
 * @param settings those that influence the codebook, JSON
 * @param prototypes in their order
 */
public record ShowSummary(CodebookEntry codebook, String settings, List<PrototypeOrigin> prototypes)
    implements Summary {
  /** Copies the list. */
  public ShowSummary {
    prototypes = List.copyOf(prototypes);
  }

  @Override
  public String text() {
    return "version "
        + codebook.version()
        + " ("
        + codebook.standing()
        + ") of "
        + codebook.model()
        + "\n"
        + prototypes.stream()
            .map(
                origin ->
                    String.format(
                        "%5d  cluster %d  token %d of %s",
                        origin.id(), origin.cluster(), origin.token(), origin.sourceUri()))
            .collect(Collectors.joining("\n"));
  }
}
