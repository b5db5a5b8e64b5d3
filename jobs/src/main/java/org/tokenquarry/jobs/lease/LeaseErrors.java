package org.tokenquarry.jobs.lease;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.tokenquarry.error.Problem;
import org.tokenquarry.jobs.table.ConcurrentRunException;
import org.tokenquarry.jobs.table.LeaseRow;

/** Every error of this package: its code, its sentence and its remedy. */
final class LeaseErrors {

  private LeaseErrors() {}

  /** Another run may write, and is taken for alive. */
  static ConcurrentRunException inUse(String warehouse, LeaseRow lease, Instant now) {
    return new ConcurrentRunException(
        new Problem(
            "warehouse-in-use",
            String.format(
                "The run %s (%s, process %d on %s) writes to the warehouse %s since %s; it was last"
                    + " heard %d s ago. Nothing was written by this run.",
                lease.runId(),
                lease.verb(),
                lease.pid(),
                lease.host(),
                warehouse,
                seconds(lease.takenAt()),
                Duration.between(lease.heartbeatAt(), now).toSeconds()),
            String.format(
                "Run the verb again when that run has ended. If it was killed, its lease ends at %s.",
                seconds(lease.expiresAt()))),
        null);
  }

  private static Instant seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS);
  }
}
