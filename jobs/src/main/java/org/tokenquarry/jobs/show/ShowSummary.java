package org.tokenquarry.jobs.show;

import java.util.List;

/**
 * One version with all that its prototypes rest on.
 *
 * @param codebook the version
 * @param settings all settings, JSON
 * @param prototypes in their order
 */
public record ShowSummary(
    CodebookEntry codebook, String settings, List<PrototypeOrigin> prototypes) {
  /** Copies the list. */
  public ShowSummary {
    prototypes = List.copyOf(prototypes);
  }
}
