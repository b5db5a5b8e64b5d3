package org.tokenquarry.jobs.show;

import java.util.List;

/**
 * The versions in a warehouse.
 *
 * @param codebooks oldest first
 */
public record ListSummary(List<CodebookEntry> codebooks) {
  /** Copies the list. */
  public ListSummary {
    codebooks = List.copyOf(codebooks);
  }
}
