package org.tokenquarry.jobs.doctor;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.tokenquarry.jobs.job.JobContext;
import org.tokenquarry.jobs.table.TableHealth;
import org.tokenquarry.jobs.table.TableSpec;
import org.tokenquarry.jobs.table.Tables;

/**
 * The clock of this machine, compared with the newest commit of the tables. Leases and the age of
 * files rest on it.
 */
final class ClockCheck implements Check {

  /** This program is not older. */
  private static final Instant BUILT = Instant.parse("2026-11-01T00:00:00Z");

  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  @Override
  public String name() {
    return "clock";
  }

  @Override
  public Finding look(JobContext context) throws IOException {
    long newest = 0;
    for (TableSpec table : Tables.all()) {
      newest = Math.max(newest, TableHealth.latest(context.warehouse(), table));
    }
    return judged(Instant.now(), Instant.ofEpochMilli(newest));
  }

  /**
   * Judges the time.
   *
   * @param newest commit, by the clock of the machine that holds the tables
   */
  static Finding judged(Instant now, Instant newest) {
    String remedy = "Set the clock, for example by NTP, on all machines that use the warehouse.";
    if (now.isBefore(BUILT)) {
      return Finding.fails(
          "clock-wrong",
          "The clock says " + now + ", when this program did not exist yet.",
          remedy);
    }
    return newest.isAfter(now.plus(TOLERANCE))
        ? Finding.warning(
            "clock-wrong",
            "The clock says %s, and the newest commit is from %s.".formatted(now, newest),
            remedy)
        : Finding.ok("The clock says " + now + ".");
  }
}
