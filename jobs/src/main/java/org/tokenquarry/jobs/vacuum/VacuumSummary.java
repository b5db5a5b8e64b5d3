package org.tokenquarry.jobs.vacuum;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.tokenquarry.jobs.job.Summary;
import org.tokenquarry.jobs.table.Vacuum;

/**
 * What {@code vacuum} removed, or would remove.
 *
 * @param dryRun true if nothing was removed
 * @param tables with such files
 * @param files of all tables
 * @param bytes of all tables
 * @param versions of the codebook that a killed run left unfinished
 */
public record VacuumSummary(
    boolean dryRun, List<Table> tables, long files, long bytes, List<Long> versions)
    implements Summary {

  private static final double MEBI = 1 << 20;

  /** Copies the lists. */
  public VacuumSummary {
    tables = List.copyOf(tables);
    versions = List.copyOf(versions);
  }

  /**
   * One table.
   *
   * @param name of the table
   * @param files how many
   * @param bytes their size together
   */
  public record Table(String name, long files, long bytes) {

    static Table of(String name, Vacuum.Outcome outcome) {
      return new Table(name, outcome.files(), outcome.bytes());
    }

    private String text() {
      return String.format(Locale.ROOT, "%s: %d files, %.1f MiB", name, files, bytes / MEBI);
    }
  }

  @Override
  public String text() {
    if (files == 0 && versions.isEmpty()) {
      return "nothing to remove";
    }
    return tables.stream().map(Table::text).collect(Collectors.joining("\n"))
        + (tables.isEmpty() ? "" : "\n")
        + (versions.isEmpty() ? "" : "unfinished versions: " + versions + "\n")
        + (dryRun ? "nothing was removed, because this is a dry run" : "removed");
  }
}
