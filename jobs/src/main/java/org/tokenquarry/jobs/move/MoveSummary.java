package org.tokenquarry.jobs.move;

import java.util.List;
import org.tokenquarry.jobs.job.Summary;
import org.tokenquarry.jobs.table.ImageTraces;

/**
 * What {@code move} did.
 *
 * @param images ids of the images
 * @param split their use now
 * @param codebooks versions that were mined from them
 */
public record MoveSummary(List<String> images, String split, List<ImageTraces.Use> codebooks)
    implements Summary {

  /** Copies the lists. */
  public MoveSummary {
    images = List.copyOf(images);
    codebooks = List.copyOf(codebooks);
  }

  @Override
  public String text() {
    return String.format(
        "%d images are of the split %s now; codebooks that were mined from them: %s",
        images.size(), split, ImageTraces.Use.words(codebooks));
  }
}
