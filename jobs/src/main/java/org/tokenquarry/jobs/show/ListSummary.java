package org.tokenquarry.jobs.show;

import java.util.List;
import java.util.stream.Collectors;
import org.tokenquarry.jobs.job.Summary;
import org.tokenquarry.jobs.table.AliasMove;

/**
 * The versions and aliases in a warehouse.
 *
 * @param codebooks oldest first
 * @param aliases by their names
 */
public record ListSummary(List<CodebookEntry> codebooks, List<Alias> aliases) implements Summary {
  /** Copies the lists. */
  public ListSummary {
    codebooks = List.copyOf(codebooks);
    aliases = List.copyOf(aliases);
  }

  /**
   * What an alias stands for.
   *
   * @param alias its name
   * @param version of the codebook
   * @param move how often it was moved; 0 and less if an older release published the version
   * @param movedAt when, ISO 8601, UTC
   * @param verb that moved it
   * @param runId the run that moved it, or null
   */
  public record Alias(
      String alias, long version, long move, String movedAt, String verb, String runId) {

    static Alias of(AliasMove move) {
      return new Alias(
          move.alias(),
          move.version(),
          move.move(),
          move.movedAt().toString(),
          move.verb(),
          move.runId());
    }
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
                        + codebook.standing()
                        + "  "
                        + codebook.prototypes()
                        + " prototypes  "
                        + codebook.contentDigest())
            .collect(Collectors.joining("\n"));
  }
}
