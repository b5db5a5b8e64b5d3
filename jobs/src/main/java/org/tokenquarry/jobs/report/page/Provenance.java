package org.tokenquarry.jobs.report.page;

import java.util.List;

/**
 * Where the page comes from, besides what the codebook version itself says.
 *
 * @param producer name and version of the software
 * @param tables the tables that were read
 * @param thresholds where the thresholds of the experiments come from
 * @param caveat one sentence about what the model cannot do; empty if none is known
 */
public record Provenance(String producer, List<Table> tables, String thresholds, String caveat) {

  /** Copies the list. */
  public Provenance {
    tables = List.copyOf(tables);
  }

  /**
   * A table as it was read.
   *
   * @param name its name
   * @param version its version
   * @param rows number of rows
   */
  public record Table(String name, long version, long rows) {}
}
