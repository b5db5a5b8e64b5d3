package org.tokenquarry.jobs.ingest;

import java.util.Set;
import org.tokenquarry.image.ImageLimits;
import org.tokenquarry.jobs.table.Split;

/**
 * How images are taken in.
 *
 * @param limits what is too much for one image
 * @param extensions names of files in a folder that count as images, lower case without the dot
 * @param split what the images are for, see {@link Split}
 */
public record IngestOptions(ImageLimits limits, Set<String> extensions, String split) {

  /** Copies the set. */
  public IngestOptions {
    extensions = Set.copyOf(extensions);
  }
}
