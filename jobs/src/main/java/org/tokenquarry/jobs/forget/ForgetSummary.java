package org.tokenquarry.jobs.forget;

import java.util.List;
import java.util.stream.Collectors;
import org.tokenquarry.jobs.job.Summary;
import org.tokenquarry.jobs.table.ImageTraces;

/**
 * What {@code forget} removed, and what it leaves to the user.
 *
 * @param images ids of the images that were forgotten
 * @param codebooks versions that rest on them, which stay as they are
 */
public record ForgetSummary(List<String> images, List<ImageTraces.Use> codebooks)
    implements Summary {

  /** Copies the lists. */
  public ForgetSummary {
    images = List.copyOf(images);
    codebooks = List.copyOf(codebooks);
  }

  @Override
  public String text() {
    String versions =
        codebooks.stream()
            .map(use -> "%d (%s)".formatted(use.version(), use.status()))
            .collect(Collectors.joining(", "));
    return String.format(
        "%d images and all that was found of them are no longer in the tables; older versions of the"
            + " tables have them until these are vacuumed; codebooks that rest on them: %s",
        images.size(), versions.isEmpty() ? "none" : versions);
  }
}
