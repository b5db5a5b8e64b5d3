package org.tokenquarry.jobs.ingest;

import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;

/** Adds up what the chunks of one run came to. */
final class IngestCounts {

  private final Map<String, Long> reasons = new TreeMap<>();
  private long readable;
  private long added;

  /** Counts a group of results: its reason, null for images, and its size. */
  void count(Row group) {
    String reason = group.getAs("reason");
    long size = group.<Long>getAs("count");
    if (reason == null) {
      readable += size;
    } else {
      reasons.merge(reason, size, Long::sum);
    }
  }

  /** Counts images that are new to the warehouse. */
  void added(long images) {
    added += images;
  }

  IngestSummary summary(long ignored) {
    long quarantined = reasons.values().stream().mapToLong(Long::longValue).sum();
    return new IngestSummary(readable, added, readable - added, quarantined, ignored, reasons);
  }
}
