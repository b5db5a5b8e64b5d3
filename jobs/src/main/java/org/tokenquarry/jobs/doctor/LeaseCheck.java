package org.tokenquarry.jobs.doctor;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.table.LeaseRow;
import org.tokenquarry.jobs.table.Leases;

/** Who may write to the warehouse. */
final class LeaseCheck implements Check {

  @Override
  public String name() {
    return "lease";
  }

  @Override
  public Finding look(JobContext context) {
    return judged(new Leases(context.warehouse()).current(), Instant.now());
  }

  /**
   * Judges a lease.
   *
   * @param lease the last one; empty if no run has ever written
   */
  static Finding judged(Optional<LeaseRow> lease, Instant now) {
    if (lease.isEmpty() || lease.get().releasedAt() != null) {
      return Finding.ok("No run writes to the warehouse.");
    }
    LeaseRow held = lease.get();
    String who =
        "The run %s (%s, process %d on %s)"
            .formatted(held.runId(), held.verb(), held.pid(), held.host());
    if (!now.isBefore(held.expiresAt())) {
      return Finding.ok(who + " did not give its lease back; the next run takes it over.");
    }
    return Finding.warning(
        "warehouse-in-use",
        "%s writes to the warehouse; it was last heard %d s ago."
            .formatted(who, Duration.between(held.heartbeatAt(), now).toSeconds()),
        "Let it end. If it was killed on another machine, its lease ends at %s."
            .formatted(held.expiresAt().truncatedTo(ChronoUnit.SECONDS)));
  }
}
