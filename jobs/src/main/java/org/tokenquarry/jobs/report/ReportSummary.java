package org.tokenquarry.jobs.report;

/**
 * What was written.
 *
 * @param version of the codebook
 * @param report the page
 * @param bytes its length
 */
public record ReportSummary(long version, String report, long bytes) {}
