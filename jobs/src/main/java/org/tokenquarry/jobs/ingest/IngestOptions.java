package org.tokenquarry.jobs.ingest;

import java.util.Set;
import org.tokenquarry.image.ImageLimits;

/**
 * How images are taken in.
 *
 * @param limits what is too much for one image
 * @param extensions names of files in a folder that count as images, lower case without the dot
 * @param split what the images are for: {@code mine} or {@code heldout}
 */
public record IngestOptions(ImageLimits limits, Set<String> extensions, String split) {

  /** Images that codebooks are mined from. */
  public static final String MINE = "mine";

  /** Images that codebooks are judged on, and never mined from. */
  public static final String HELDOUT = "heldout";

  /** Copies the set. */
  public IngestOptions {
    extensions = Set.copyOf(extensions);
  }
}
