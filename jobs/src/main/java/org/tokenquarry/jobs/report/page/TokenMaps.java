package org.tokenquarry.jobs.report.page;

import java.util.List;

/**
 * Redundancy over images.
 *
 * @param scoreName of the score that colours the cells
 * @param scoreMeaning one sentence: what 0 and 1 stand for
 * @param maps one an image, in the order to be shown
 */
public record TokenMaps(String scoreName, String scoreMeaning, List<TokenMap> maps) {

  /** Copies the list. */
  public TokenMaps {
    maps = List.copyOf(maps);
  }
}
