package org.tokenquarry.jobs.show;

import org.tokenquarry.jobs.table.CodebookVersion;
import org.tokenquarry.jobs.table.Codebooks;
import org.tokenquarry.jobs.table.Warehouse;

/**
 * Lists versions and traces prototypes to image, token and scores. Starts no Spark session.
 *
 * <p>Input tables: {@code codebooks}, {@code prototypes}, {@code experiments}, {@code images}.
 * Output: none. Example:
 *
 * <pre>{@code tokenquarry show --warehouse warehouse}</pre>
 */
public final class ShowJob {

  private final Codebooks codebooks;

  /** Looks at one warehouse. */
  public ShowJob(Warehouse warehouse) {
    this.codebooks = new Codebooks(warehouse);
  }

  /** All complete versions. */
  public ListSummary list() {
    return new ListSummary(codebooks.complete().stream().map(CodebookEntry::of).toList());
  }

  /** One version with the origin of its prototypes. */
  public ShowSummary show(CodebookVersion codebook) {
    return new ShowSummary(
        CodebookEntry.of(codebook), codebook.settings(), codebooks.origins(codebook));
  }
}
