package org.tokenquarry.jobs.compact;

import java.util.List;
import java.util.stream.Collectors;
import org.tokenquarry.jobs.job.Summary;
import org.tokenquarry.jobs.table.Compaction;

/**
 * What {@code compact} did.
 *
 * @param tables in which small files were merged, or should have been
 */
public record CompactSummary(List<Table> tables) implements Summary {

  /** Copies the list. */
  public CompactSummary {
    tables = List.copyOf(tables);
  }

  /**
   * One table.
   *
   * @param name of the table
   * @param files that were merged
   * @param into files that hold their rows now
   * @param bytes of the merged files
   * @param left whether another run changed some of the files first; the next run merges them
   */
  public record Table(String name, long files, long into, long bytes, boolean left) {

    static Table of(String name, Compaction.Outcome outcome) {
      return new Table(name, outcome.files(), outcome.into(), outcome.bytes(), outcome.left());
    }

    private String text() {
      return name
          + " "
          + files
          + " files into "
          + into
          + (left ? " (others are left, because another run changed them)" : "");
    }
  }

  @Override
  public CompactSummary again() {
    return new CompactSummary(List.of());
  }

  @Override
  public String text() {
    return tables.isEmpty()
        ? "no table has enough small files"
        : tables.stream().map(Table::text).collect(Collectors.joining(", "));
  }
}
