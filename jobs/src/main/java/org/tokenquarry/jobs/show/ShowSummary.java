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

  private static String place(PrototypeOrigin origin) {
    if (origin.token() != null) {
      return "token " + origin.token() + " of " + origin.sourceUri();
    }
    return origin.imageId() == null ? "imported" : "imported, of image " + origin.imageId();
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
                        "%5d  cluster %d  %s", origin.id(), origin.cluster(), place(origin)))
            .collect(Collectors.joining("\n"));
  }
}
