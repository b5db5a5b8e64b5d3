package org.tokenquarry.jobs.report;

import org.tokenquarry.jobs.job.Summary;

/**
 * What was written.
 *
 * @param version of the codebook
 * @param report the page
 * @param bytes its length
 */
public record ReportSummary(long version, String report, long bytes) implements Summary {

  @Override
  public String text() {
    return report;
  }
}
