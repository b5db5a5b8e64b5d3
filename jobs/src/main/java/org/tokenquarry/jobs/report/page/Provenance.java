package org.tokenquarry.jobs.report.page;

import java.util.List;

/**
 * What is needed to run it again and to recognise the result.
 *
 * @param producer name and version of the software
 * @param settingsJson the settings, indented
 * @param contentDigest sha256 of the prototypes; empty when there are none
 * @param tables the tables read
 * @param thresholds where those of the experiments come from
 * @param caveat what the model does not know, one sentence; empty where nothing is known of that
 */
public record Provenance(
    String producer,
    String settingsJson,
    String contentDigest,
    List<Table> tables,
    String thresholds,
    String caveat) {

  /** Copies the list. */
  public Provenance {
    tables = List.copyOf(tables);
  }

  /**
   * One table as it was read.
   *
   * @param name of the table
   * @param version of the table
   * @param rows read
   */
  public record Table(String name, long version, long rows) {}
}
