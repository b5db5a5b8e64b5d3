package org.tokenquarry.jobs.migrate;

import java.util.List;
import org.tokenquarry.jobs.job.Summary;

/**
 * What {@code migrate} did.
 *
 * @param tables that were brought to this release; none if nothing was left to do
 * @param images whose bytes were written into packs
 */
public record MigrateSummary(List<String> tables, long images) implements Summary {

  /** Copies the list. */
  public MigrateSummary {
    tables = List.copyOf(tables);
  }

  @Override
  public String text() {
    return tables.isEmpty()
        ? "nothing to migrate"
        : "migrated " + String.join(", ", tables) + "; " + images + " images are in packs now";
  }
}
