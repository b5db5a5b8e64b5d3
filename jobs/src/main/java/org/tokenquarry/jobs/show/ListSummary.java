package org.tokenquarry.jobs.show;

import java.util.List;
import java.util.stream.Collectors;
import org.tokenquarry.jobs.job.Summary;

/**
 * The versions in a warehouse.
 *
 * @param codebooks oldest first
 */
public record ListSummary(List<CodebookEntry> codebooks) implements Summary {
  /** Copies the list. */
  public ListSummary {
    codebooks = List.copyOf(codebooks);
  }

  @Override
  public String text() {
    return codebooks.isEmpty()
        ? "no codebook"
        : codebooks.stream()
            .map(
                codebook ->
                    codebook.version()
                        + "  "
                        + codebook.status()
                        + "  "
                        + codebook.prototypes()
                        + " prototypes  "
                        + codebook.contentDigest())
            .collect(Collectors.joining("\n"));
  }
}
