package org.tokenquarry.jobs.report.page;

import java.util.List;

/**
 * Redundancy over images.
 *
 * @param scoreName name of the score that colours the cells
 * @param scoreMeaning one sentence that says what 0 and 1 mean
 * @param maps one for each image, in the order to be shown
 * @param leftOut how many images have no map because their files are too large to be read for it
 */
public record TokenMaps(String scoreName, String scoreMeaning, List<TokenMap> maps, int leftOut) {

  /** Copies the list. */
  public TokenMaps {
    maps = List.copyOf(maps);
  }
}
