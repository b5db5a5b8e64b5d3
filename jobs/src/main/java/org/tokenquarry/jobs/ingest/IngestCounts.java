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
    if (group.isNullAt(0)) {
      readable += group.getLong(1);
    } else {
      reasons.merge(group.getString(0), group.getLong(1), Long::sum);
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
