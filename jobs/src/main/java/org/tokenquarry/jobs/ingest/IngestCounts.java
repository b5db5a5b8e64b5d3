package org.tokenquarry.jobs.ingest;

import java.util.Map;
import java.util.TreeMap;
import org.tokenquarry.intake.TakenSource;
import org.tokenquarry.intake.TakenUnit;

/** Adds up what one run came to. */
final class IngestCounts {

  private final Map<String, Long> reasons = new TreeMap<>();
  private long sources;
  private long readable;
  private long added;
  private long ignored;
  private long opened;
  private long bytesRead;

  /** Counts what was not read again. */
  void count(Ledger.Unchanged unchanged) {
    sources += unchanged.sources();
    readable += unchanged.images();
    ignored += unchanged.ignored();
    unchanged.reasons().forEach(this::count);
  }

  /** Counts what a task has read. */
  void count(TakenUnit unit) {
    opened += unit.opened();
    bytesRead += unit.bytesRead();
    for (TakenSource source : unit.sources()) {
      sources++;
      readable += source.images();
      ignored += source.ignored();
      source.reasons().forEach(this::count);
    }
  }

  private void count(String reason, long times) {
    reasons.merge(reason, times, Long::sum);
  }

  /** Counts images that are new to the warehouse. */
  void added(long images) {
    added += images;
  }

  IngestSummary summary(IgnoredNames names) {
    long quarantined = reasons.values().stream().mapToLong(Long::longValue).sum();
    return new IngestSummary(
        readable,
        added,
        readable - added,
        quarantined,
        ignored + names.count(),
        reasons,
        names.byExtension(),
        sources,
        opened,
        bytesRead);
  }
}
