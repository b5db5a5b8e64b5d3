package org.tokenquarry.jobs.forget;

import java.util.List;
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
    return String.format(
        "%d images and all that was found of them are no longer in the tables; older versions of the"
            + " tables have them until these are vacuumed; codebooks that rest on them: %s",
        images.size(), ImageTraces.Use.words(codebooks));
  }
}
