package org.tokenquarry.jobs.report;

import org.tokenquarry.jobs.job.Summary;

/**
 * What {@code report} wrote.
 *
 * @param version number of the codebook version
 * @param report path of the page
 * @param bytes its length in bytes
 */
public record ReportSummary(long version, String report, long bytes) implements Summary {

  @Override
  public String text() {
    return report;
  }
}
